"""The indicators, one subject a file; each is found by `generator.catalogue`."""
