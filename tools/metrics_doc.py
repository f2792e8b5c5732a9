#!/usr/bin/env python3
"""Write docs/metrics.md from the metric registry; with --check only say whether it is current."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "metrics.md"


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
    import django

    django.setup()
    from analytics.metrics.reference import reference

    text = reference()
    if "--check" in sys.argv:
        if PAGE.exists() and PAGE.read_text("utf-8") == text:
            return 0
        print("docs/metrics.md is not current. Run tools/metrics_doc.py.", file=sys.stderr)
        return 1
    PAGE.write_text(text, "utf-8")
    print(f"docs/metrics.md has {text.count('### `')} metrics.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
