"""Brand templates that the quarterly sample is written with."""

import io


def brand_template(accents: tuple[str, ...], *, anchors: list[str], font: str = "") -> bytes:
    """A brand's own .docx, as somebody at the brand might make it in Word."""
    import docx
    from docx.shared import Pt, RGBColor

    from reports.documents.brand import Brand, recoloured_theme

    document = docx.Document()
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/theme"):
            relation.target_part._blob = recoloured_theme(
                relation.target_part.blob, Brand(accents=accents, latin_font="DejaVu Serif")
            )
    style = document.styles["Heading 1"]
    style.font.size = Pt(20)
    style.font.color.rgb = RGBColor.from_string(accents[0])
    document.sections[0].header.paragraphs[0].text = "品牌抬頭　[[WORKSPACE]]　[[STATUS]]"
    document.add_paragraph("品牌自己的第一段文字。")
    for anchor in anchors:
        document.add_paragraph(f"[[{anchor}]]")
    document.add_paragraph("品牌自己的結尾。")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


ORANGE = ("C2410C", "F2A365", "6B8E4E", "8A5A44", "7D7D7D", "B08900")


TEAL = ("0F766E", "5EB5AC", "7C6A9C", "C47F3A", "64748B", "A33B4B")
