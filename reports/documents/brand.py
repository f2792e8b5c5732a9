"""How documents look: fonts, theme colours, and the colours that judge."""

from dataclasses import dataclass

from lxml import etree

from reports.blocks import Tone
from reports.charts import PALETTE

A = "http://schemas.openxmlformats.org/drawingml/2006/main"

EAST_ASIAN_FONT = "Noto Sans CJK TC"
EAST_ASIAN_FALLBACK = "Microsoft JhengHei"  # what a Windows office has instead
INK = "1F2933"
GREY = "5F6B7A"  # 5.5 : 1 on white
RULE = "D5DBE1"
PAPER = "F3F5F8"


@dataclass(frozen=True, slots=True)
class Brand:
    """A workspace's look for the default template; an uploaded .docx brings its own theme."""

    name: str = ""
    accents: tuple[str, ...] = PALETTE
    latin_font: str = EAST_ASIAN_FONT
    east_asian_font: str = EAST_ASIAN_FONT


@dataclass(frozen=True, slots=True)
class ToneColours:
    ink: str
    fill: str
    mark: str  # a sign that survives a black-and-white printer


TONES: dict[Tone, ToneColours] = {
    Tone.GOOD: ToneColours("17663A", "E6F3EB", "●"),
    Tone.RISK: ToneColours("7A5200", "FBF0D9", "▲"),
    Tone.BAD: ToneColours("A4262C", "FBE9E9", "■"),
    Tone.NEUTRAL: ToneColours(GREY, PAPER, "○"),
}


def tint(colour: str, share: float) -> str:
    """``colour`` mixed with white: 0 is white, 1 the colour itself."""
    parts = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
    return "".join(f"{round(255 - (255 - part) * share):02X}" for part in parts)


def shade(colour: str, share: float) -> str:
    """``colour`` mixed with black: 0 is the colour, 1 black."""
    parts = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
    return "".join(f"{round(part * (1 - share)):02X}" for part in parts)


def theme_accents(theme: bytes | None) -> tuple[str, ...]:
    """accent1–6 of a theme part as hex; the default palette where there is none."""
    if not theme:
        return PALETTE
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(theme, parser)
    found = []
    for place in range(1, 7):
        colour = root.find(f".//{{{A}}}accent{place}/*")
        value = None if colour is None else colour.get("val") or colour.get("lastClr")
        if value is None or len(value) != 6:
            value = PALETTE[place - 1]
        found.append(value.upper())
    return tuple(found)


def recoloured_theme(theme: bytes, brand: Brand) -> bytes:
    """A theme part with the brand's colours and fonts in place of its own."""
    root = etree.fromstring(theme)
    colours = {"dk1": INK, "lt1": "FFFFFF", "dk2": "243B53", "lt2": PAPER}
    colours |= {f"accent{n}": accent for n, accent in enumerate(brand.accents[:6], start=1)}
    colours |= {"hlink": brand.accents[0], "folHlink": GREY}
    for name, value in colours.items():
        slot = root.find(f".//{{{A}}}clrScheme/{{{A}}}{name}")
        if slot is not None:
            for child in list(slot):
                slot.remove(child)
            etree.SubElement(slot, f"{{{A}}}srgbClr", val=value)
    for group in ("majorFont", "minorFont"):
        for tag, font in (("latin", brand.latin_font), ("ea", brand.east_asian_font)):
            slot = root.find(f".//{{{A}}}{group}/{{{A}}}{tag}")
            if slot is not None:
                slot.set("typeface", font)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
