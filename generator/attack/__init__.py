"""An attacker who reads only what was published, and reports what can be worked out that should not be."""

from __future__ import annotations

from generator.attack.attacking import attack, attack_site
from generator.attack.reporting import Finding, Report, as_json, as_text

__all__ = ["Finding", "Report", "as_json", "as_text", "attack", "attack_site"]
