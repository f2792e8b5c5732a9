"""Small tables in the shape of LinkedIn's exports, made up row by row: header and rows as lists."""

from io import BytesIO

from openpyxl import Workbook

from platforms.importers.linkedin_columns import (
    FOLLOWER_PLACES,
    METRIC_PLACES,
    POST_PLACES,
    VISITOR_PLACES,
)

METRICS_HEAD = list(METRIC_PLACES)
POSTS_HEAD = list(POST_PLACES)
FOLLOWERS_HEAD = list(FOLLOWER_PLACES[5])
VISITORS_HEAD = list(VISITOR_PLACES)
SENTENCE = "Metrics of your page's posts by day. Data may be up to 2 days late. All times are UTC."
POST = "7306192134921981953"


def metrics_row(day: str = "02/14/2025", figures: tuple = (90, 10, 100, 60)) -> list[str]:
    acts = [4, 1, 5, 7, 2, 9, 1, 0, 1, 2, 0, 2]  # clicks, reactions, comments, reposts
    return [day, *map(str, figures), *map(str, acts), "0.15", "0.3", "0.17"]


def posts_row(number: str = POST, day: str = "03/14/2025", kind: str = "Organic") -> list[str]:
    link = f"https://www.linkedin.com/feed/update/urn:li:activity:{number}"
    return [
        "春茶上市", link, kind, "", "小明", day, "", "", "All followers", "260", "80", "", "12",
        "0.046", "20", "3", "2", "1", "0.142", "Video",
    ]  # fmt: skip


def followers_row(day: str = "02/14/2025", figures: tuple = (1, 4, 2, 7)) -> list[str]:
    return [day, *map(str, figures)]


def visitors_row(day: str = "02/14/2025") -> list[str]:
    return [day, *(str(number) for number in range(1, len(VISITORS_HEAD)))]


def workbook(sheets: dict[str, list[list]]) -> bytes:
    """An .xlsx file of named sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def followers_book(language: str = "en") -> bytes:
    names = {
        "en": ["New followers", "Location", "Job function", "Seniority", "Industry",
               "Company size"],
        "pt": ["Novos seguidores", "Localidade", "Função", "Nível", "Setor", "Tamanho"],
    }[language]  # fmt: skip
    head = FOLLOWERS_HEAD if language == "en" else ["Data", "Patr.", "Org.", "Conv.", "Total"]
    total = "Total followers" if language == "en" else "Total de seguidores"
    days = [[SENTENCE], head, followers_row(), followers_row("02/15/2025", (0, 3, 0, 3))]
    parts = {name: [[name, total], [f"{name} 1", 310], [f"{name} 2", 40]] for name in names[1:]}
    return workbook({names[0]: days} | parts)


def profile_book(language: str = "en") -> bytes:
    """A person's own analytics; in another language day first and with other names."""
    names = {
        "en": ["DISCOVERY", "ENGAGEMENT", "TOP POSTS", "FOLLOWERS", "DEMOGRAPHICS"],
        "pt": ["DESCOBERTA", "ENGAJAMENTO", "PUBLICAÇÕES", "SEGUIDORES", "DADOS"],
    }[language]
    english = language == "en"
    first, second, last = (
        ("10/3/2025", "10/4/2025", "10/14/2025")
        if english
        else ("03/10/2025", "04/10/2025", "14/10/2025")
    )
    link = f"https://www.linkedin.com/feed/update/urn:li:activity:{POST}"
    return workbook(
        {
            names[0]: [
                ["Overall Performance" if english else "Desempenho geral", f"{first} - {last}"],
                ["Impressions" if english else "Impressões", "289"],
                ["Members reached" if english else "Usuários alcançados", "59"],
            ],
            names[1]: [
                ["Date", "Impressions", "Engagements"]
                if english
                else ["Data", "Impressões", "Engajamentos"],
                [first, "129", "-28"],
                [second, "160", "5"],
                [last, "0", "0"],
            ],
            names[2]: [
                ["Maximum of 50 posts available to include in this list"],
                [],
                ["Post URL", "Post publish date", "Engagements", None,
                 "Post URL", "Post publish date", "Impressions"],
                [None, None, None, None, link, first, "21"],
            ],
            names[3]: [
                [f"Total followers on {last}:", "2,571"],
                [],
                ["Date", "New followers"] if english else ["Data", "Novos seguidores"],
                [first, "3"],
                [second, "5"],
            ],
            names[4]: [
                ["Top Demographics", "Value", "Percentage"],
                ["Job titles", "Editor", "21%"],
                ["Locations", "Taipei", "< 1%" if english else "menos de 1%"],
            ],
        }
    )  # fmt: skip
