"""Every table and column of the project, declared once.

From these declarations come the pandera schemas (`schema.py`), the CSV templates and `docs/codebook.md`
(`publish/`), the methods screen, axis titles, the allowed values named in messages, and the valid record that
tests start from. Code lists stand in `codes.py`.

A `Column` is its own name: `frame[PLACE]` and `PLACE.label` both work, so no name is typed twice. A `Measure` holds the
three columns of a counted quantity: `frame[KILLED.best]`.
"""

from dataclasses import dataclass
from typing import Literal, Self

from pipelines import codes
from pipelines.codes import CodeList

Kind = Literal["key", "text", "date", "count", "code", "country", "region", "degrees", "link"]
"""What a column holds. `count` is a whole number of 0 or more; blank always means unknown, never zero."""


class Column(str):
    """A column: a string that is its name, and knows its label, kind, meaning and example.

    `known_as` lists header names of other layouts that mean this column, for matching foreign files.
    `hxl` is the column's HXL tag, used in `datapackage.json`, not as a second header row.
    """

    label: str
    kind: Kind
    meaning: str
    example: str
    required: bool
    code_list: CodeList | None
    minimum: float | None
    maximum: float | None
    known_as: tuple[str, ...]
    hxl: str

    def __new__(
        cls,
        name: str,
        label: str,
        kind: Kind,
        meaning: str,
        example: str,
        *,
        required: bool = False,
        code_list: CodeList | None = None,
        minimum: float | None = None,
        maximum: float | None = None,
        known_as: tuple[str, ...] = (),
        hxl: str = "",
    ) -> Self:
        """A column with these properties; as a string it is `name`."""
        column = super().__new__(cls, name)
        column.label = label
        column.kind = kind
        column.meaning = meaning
        column.example = example
        column.required = required
        column.code_list = code_list
        column.minimum = minimum
        column.maximum = maximum
        column.known_as = known_as
        column.hxl = hxl
        return column

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


@dataclass(frozen=True)
class Measure:
    """A counted quantity with its low, best and high column.

    `best` holds the figure a source gives; `low` and `high` the ends of a range it gives. "At least 3" is a low
    with neither best nor high.
    """

    name: str
    label: str
    low: Column
    best: Column
    high: Column

    @property
    def columns(self) -> tuple[Column, Column, Column]:
        """Low, best, high."""
        return self.low, self.best, self.high


@dataclass(frozen=True)
class Table:
    """A table: its CSV file, its columns in order, its key, and the tables its other keys point to.

    `references` maps a column to the table whose key it must be found in.
    """

    name: str
    label: str
    meaning: str
    columns: tuple[Column, ...]
    key: Column
    references: dict[str, str]

    @property
    def file_name(self) -> str:
        """The name of its CSV."""
        return f"{self.name}.csv"


def _measure(name: str, label: str, verb: str, example: str, known_as: tuple[str, ...], hxl: str) -> Measure:
    """The three columns of a measure, worded alike."""
    return Measure(
        name,
        label,
        Column(
            f"{name}_low",
            f"{label} (lowest)",
            "count",
            f"The lowest figure the source gives for those {verb}. Alone it means 'at least'.",
            example,
            minimum=0,
            known_as=tuple(f"{known}_{end}" for known in known_as for end in ("low", "min", "minimum")),
            hxl=f"{hxl}+min",
        ),
        Column(
            name,
            label,
            "count",
            f"The figure the source gives for those {verb}. Blank means the source gives none; 0 means it says none.",
            example,
            minimum=0,
            known_as=known_as,
            hxl=hxl,
        ),
        Column(
            f"{name}_high",
            f"{label} (highest)",
            "count",
            f"The highest figure the source gives for those {verb}.",
            example,
            minimum=0,
            known_as=tuple(f"{known}_{end}" for known in known_as for end in ("high", "max", "maximum")),
            hxl=f"{hxl}+max",
        ),
    )


SOURCE_ID = Column(
    "source_id",
    "Source",
    "key",
    "The permanent number of the source.",
    "S-0001",
    required=True,
    known_as=("source id",),
)
TITLE = Column(
    "title",
    "Title",
    "text",
    "The title of the document.",
    "Shelling reported in two regions",
    required=True,
    known_as=("source_title", "source_headline", "headline", "заголовок"),
)
PUBLISHER = Column(
    "publisher",
    "Publisher",
    "text",
    "Who published it.",
    "Example News Agency",
    known_as=(
        "source",
        "source_office",
        "source_name",
        "source of information",
        "source of info",
        "information source",
        "outlet",
        "media",
        "джерело",
        "джерело інформації",
        "источник",
        "источник информации",
    ),
    hxl="#meta+source",
)
PUBLISHED_ON = Column(
    "published_on",
    "Published on",
    "date",
    "The day it was published.",
    "2023-05-31",
    known_as=(
        "source_date",
        "publication_date",
        "published",
        "дата публікації",
        "дата джерела",
        "дата публикации",
        "дата источника",
    ),
)
URL = Column(
    "url",
    "Link",
    "link",
    "Where it can be read.",
    "https://example.org/report",
    known_as=("source_url", "link", "source_link", "посилання", "ссылка"),
)
ARCHIVE_URL = Column(
    "archive_url",
    "Archived copy",
    "link",
    "Where a lasting copy can be read.",
    "https://archive.example.org/report",
    known_as=("archive", "archived_url", "архів", "архив"),
)
LANGUAGE = Column("language", "Language", "text", "Its language, ISO 639-1.", "en", known_as=("lang", "мова", "язык"))

INCIDENT_ID = Column(
    "incident_id",
    "Incident",
    "key",
    "The permanent number of the incident. It is never given to another.",
    "CD-0001",
    required=True,
    known_as=("id", "event_id", "event_id_cnty", "code", "incident", "incident_number"),
)
DATE_START = Column(
    "date_start",
    "Date (first day)",
    "date",
    "The day it happened, or the first day it can have happened.",
    "2023-05-31",
    known_as=(
        "date",
        "event_date",
        "start_date",
        "day",
        "дата",
        "дата події",
        "дата інциденту",
        "дата початку",
        "дата события",
        "дата инцидента",
        "дата начала",
    ),
    hxl="#date+start",
)
DATE_END = Column(
    "date_end",
    "Date (last day)",
    "date",
    "The last day it can have happened; the same day where the day is known.",
    "2023-05-31",
    known_as=("end_date", "date_to", "дата завершення", "дата закінчення", "дата окончания"),
    hxl="#date+end",
)
DATE_PRECISION = Column(
    "date_precision",
    "Date precision",
    "code",
    codes.DATE_PRECISION.meaning,
    "day",
    required=True,
    code_list=codes.DATE_PRECISION,
    known_as=("date_prec", "time_precision"),
)
COUNTRY = Column(
    "country",
    "Country",
    "country",
    "The internationally recognised country, ISO 3166-1.",
    "UA",
    known_as=("country_code", "iso", "iso2", "iso3", "країна", "страна"),
    hxl="#country+code",
)
REGION = Column(
    "region",
    "Region",
    "region",
    "The internationally recognised first-level region, ISO 3166-2.",
    "UA-09",
    known_as=(
        "oblast",
        "admin1",
        "adm_1",
        "province",
        "governorate",
        "state",
        "область",
        "регіон",
        "регион",
        "adm1",
        "adm1_name",
        "admin1_name",
        "region_name",
        "край",
    ),
    hxl="#adm1+code",
)
PLACE = Column(
    "place",
    "Place",
    "text",
    "The town, village or district, in English spelling.",
    "Karpaty",
    known_as=(
        "location",
        "settlement",
        "city",
        "town",
        "village",
        "where",
        "місто",
        "місце",
        "место",
        "locality",
        "place_name",
        "населений пункт",
        "нас. пункт",
        "нп",
        "місце події",
        "населенный пункт",
        "место события",
    ),
    hxl="#loc+name",
)
LATITUDE = Column(
    "latitude",
    "Latitude",
    "degrees",
    "Degrees north, WGS 84. Blank where only a district or region is known.",
    "48.50729",
    minimum=-90,
    maximum=90,
    known_as=("lat", "y", "широта"),
    hxl="#geo+lat",
)
LONGITUDE = Column(
    "longitude",
    "Longitude",
    "degrees",
    "Degrees east, WGS 84. Blank where only a district or region is known.",
    "38.85807",
    minimum=-180,
    maximum=180,
    known_as=("lon", "lng", "long", "x", "довгота", "долгота"),
    hxl="#geo+lon",
)
PLACE_PRECISION = Column(
    "place_precision",
    "Place precision",
    "code",
    codes.PLACE_PRECISION.meaning,
    "settlement",
    required=True,
    code_list=codes.PLACE_PRECISION,
    known_as=("where_prec", "geo_precision"),
)
CONTROL = Column(
    "control",
    "Who held the place",
    "code",
    codes.CONTROL.meaning,
    "occupied",
    required=True,
    code_list=codes.CONTROL,
    known_as=("territorial_control", "control_at_time", "контроль", "хто контролює", "кто контролирует"),
)
INCIDENT_TYPE = Column(
    "incident_type",
    "Incident type",
    "code",
    codes.INCIDENT_TYPE.meaning,
    "shelling",
    required=True,
    code_list=codes.INCIDENT_TYPE,
    known_as=(
        "type",
        "event_type",
        "sub_event_type",
        "category",
        "kind",
        "attack_type",
        "тип",
        "тип інциденту",
        "тип події",
        "тип атаки",
        "вид атаки",
        "тип обстрілу",
        "вид обстрілу",
        "тип инцидента",
        "тип события",
        "тип обстрела",
        "вид обстрела",
    ),
)
WEAPON = Column(
    "weapon",
    "Weapon",
    "code",
    codes.WEAPON.meaning,
    "artillery",
    code_list=codes.WEAPON,
    known_as=(
        "weapon_type",
        "зброя",
        "тип зброї",
        "вид зброї",
        "озброєння",
        "оружие",
        "тип оружия",
        "вид оружия",
        "вооружение",
    ),
)
SCOPE = Column("scope", "Scope", "code", codes.SCOPE.meaning, "incident", required=True, code_list=codes.SCOPE)
DUPLICATE_OF = Column(
    "duplicate_of",
    "Duplicate of",
    "key",
    "The incident that this record repeats. A duplicate is kept and not counted; its claims count for that incident.",
    "CD-0007",
    known_as=(
        "дублікат",
        "дубликат",
    ),
)
SUMMARY = Column(
    "summary",
    "Summary",
    "text",
    "What happened, in the recorder's words, without names of victims.",
    "A village was shelled.",
    known_as=(
        "notes",
        "description",
        "comment",
        "comments",
        "details",
        "опис",
        "описание",
        "примітки",
        "примітка",
        "коментар",
        "примечания",
        "примечание",
        "комментарий",
    ),
    hxl="#event+description",
)

CLAIM_ID = Column("claim_id", "Claim", "key", "The permanent number of the claim.", "CD-0001-C1", required=True)
ATTRIBUTED_TO = Column(
    "attributed_to",
    "Attributed to",
    "text",
    "Who the figure comes from, as the source names them. Blank where the source itself says so.",
    "Regional administration",
    known_as=("source_original", "speaker", "according_to", "за даними", "зі слів", "по данным", "со слов"),
)
REPORTED_ON = Column(
    "reported_on",
    "Reported on",
    "date",
    "The day the claim was made or published.",
    "2023-05-31",
    known_as=("report_date", "reported", "as_of", "дата повідомлення", "дата сообщения"),
)
STATUS = Column(
    "status",
    "Status",
    "code",
    codes.STATUS.meaning,
    "reported",
    required=True,
    code_list=codes.STATUS,
    known_as=("verification", "confidence", "статус", "достовірність", "достоверность"),
)
PEOPLE = Column("people", "People", "code", codes.PEOPLE.meaning, "everyone", required=True, code_list=codes.PEOPLE)
STATEMENT = Column(
    "statement",
    "Statement",
    "text",
    "What the source says, in the recorder's words; words such as 'dozens' stay here.",
    "Paragraph 9 says that five people were killed, 19 injured and two are missing.",
    known_as=("quote", "source_text", "цитата"),
)
STRUCTURE_TYPE = Column(
    "structure_type",
    "Structure type",
    "code",
    codes.STRUCTURE_TYPE.meaning,
    "house",
    required=True,
    code_list=codes.STRUCTURE_TYPE,
    known_as=("structure", "building_type", "facility_type", "тип об'єкта", "тип будівлі", "тип объекта", "тип здания"),
)
EXTENT = Column(
    "extent",
    "Extent",
    "code",
    codes.EXTENT.meaning,
    "damaged",
    required=True,
    code_list=codes.EXTENT,
    known_as=("damage_level", "damage_grade", "ступінь пошкодження", "степень повреждения"),
)

KILLED = _measure(
    "killed",
    "Killed",
    "killed",
    "5",
    (
        "deaths",
        "dead",
        "fatalities",
        "best",
        "number_killed",
        "people_killed",
        "загинуло",
        "загиблі",
        "загиблих",
        "кількість загиблих",
        "вбито",
        "вбиті",
        "погибло",
        "погибшие",
        "погибших",
        "количество погибших",
        "число погибших",
        "убито",
        "убитые",
    ),
    "#affected+killed",
)
INJURED = _measure(
    "injured",
    "Injured",
    "injured",
    "19",
    (
        "wounded",
        "injuries",
        "number_injured",
        "people_injured",
        "поранено",
        "поранені",
        "поранених",
        "кількість поранених",
        "травмовано",
        "ранено",
        "раненые",
        "раненых",
        "количество раненых",
        "число раненых",
    ),
    "#affected+injured",
)
MISSING = _measure(
    "missing",
    "Missing",
    "missing",
    "2",
    (
        "number_missing",
        "people_missing",
        "зникло",
        "зниклі",
        "зниклі безвісти",
        "зникли безвісти",
        "зниклих безвісти",
        "пропало",
        "пропавшие",
        "пропало без вести",
        "пропавшие без вести",
        "пропавших без вести",
    ),
    "#affected+missing",
)
STRUCTURES = Measure(
    "structures",
    "Structures",
    Column(
        "count_low",
        "Structures (lowest)",
        "count",
        "The lowest number of structures the source gives. Alone it means 'at least'.",
        "4",
        minimum=0,
    ),
    Column(
        "count",
        "Structures",
        "count",
        "The number of structures the source gives. Blank means it gives none.",
        "4",
        minimum=0,
        known_as=("structures", "buildings", "number_of_structures", "кількість будівель", "количество зданий"),
        hxl="#impact+infrastructure",
    ),
    Column(
        "count_high",
        "Structures (highest)",
        "count",
        "The highest number of structures the source gives.",
        "4",
        minimum=0,
    ),
)

PEOPLE_MEASURES = (KILLED, INJURED, MISSING)
"""The measures of the casualties table."""

MEASURES = (*PEOPLE_MEASURES, STRUCTURES)
"""Every measure, in the order of the headline tiles."""

SOURCES_TABLE = Table(
    "sources",
    "Sources",
    "The documents that claims come from.",
    (SOURCE_ID, TITLE, PUBLISHER, PUBLISHED_ON, URL, ARCHIVE_URL, LANGUAGE),
    SOURCE_ID,
    {},
)
INCIDENTS_TABLE = Table(
    "incidents",
    "Incidents",
    "What happened, where and when. It holds no figures: those are claims.",
    (
        INCIDENT_ID,
        DATE_START,
        DATE_END,
        DATE_PRECISION,
        COUNTRY,
        REGION,
        PLACE,
        LATITUDE,
        LONGITUDE,
        PLACE_PRECISION,
        CONTROL,
        INCIDENT_TYPE,
        WEAPON,
        SCOPE,
        DUPLICATE_OF,
        SUMMARY,
    ),
    INCIDENT_ID,
    {DUPLICATE_OF: "incidents"},
)
CASUALTIES_TABLE = Table(
    "casualties",
    "Casualties",
    "What one source says about the people killed, injured and missing in one incident.",
    (
        CLAIM_ID,
        INCIDENT_ID,
        SOURCE_ID,
        ATTRIBUTED_TO,
        REPORTED_ON,
        STATUS,
        PEOPLE,
        *KILLED.columns,
        *INJURED.columns,
        *MISSING.columns,
        STATEMENT,
    ),
    CLAIM_ID,
    {INCIDENT_ID: "incidents", SOURCE_ID: "sources"},
)
DAMAGE_TABLE = Table(
    "damage",
    "Damage",
    "What one source says about the structures damaged or destroyed in one incident.",
    (
        CLAIM_ID,
        INCIDENT_ID,
        SOURCE_ID,
        ATTRIBUTED_TO,
        REPORTED_ON,
        STATUS,
        STRUCTURE_TYPE,
        EXTENT,
        *STRUCTURES.columns,
        STATEMENT,
    ),
    CLAIM_ID,
    {INCIDENT_ID: "incidents", SOURCE_ID: "sources"},
)

TABLES: tuple[Table, ...] = (SOURCES_TABLE, INCIDENTS_TABLE, CASUALTIES_TABLE, DAMAGE_TABLE)
"""Every table; one comes after those it points to."""


def table(name: str) -> Table:
    """The table of that name; KeyError for any other."""
    return {each.name: each for each in TABLES}[name]


def example_record(of: Table) -> dict[str, str]:
    """A record made of each column's example, as text: the row of the CSV template and the one tests start from."""
    record = {str(column): column.example for column in of.columns}
    if DUPLICATE_OF in of.columns:
        record[DUPLICATE_OF] = ""
    return record
