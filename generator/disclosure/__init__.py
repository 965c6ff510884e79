"""What may be shown to whom: what to hide, what could still be worked out, what must not leave in a file."""
