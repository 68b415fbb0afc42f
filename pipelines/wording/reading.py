"""What a file turns out to be, and what is asked about it: the words of `read`, `formats` and `load`."""

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 little-endian",
    "utf-16-be": "UTF-16 big-endian",
    "utf-32": "UTF-32",
    "cp1251": "Windows Cyrillic (cp1251)",
    "cp1252": "Windows Western (cp1252)",
    "koi8-r": "Russian KOI8-R",
    "koi8-u": "Ukrainian KOI8-U",
    "cp866": "DOS Cyrillic (cp866)",
    "mac-cyrillic": "Macintosh Cyrillic",
}
"""Encoding to its name for people; the ones a person may choose among."""

SHEET = "{file}, sheet {sheet}"
"""What a sheet of a workbook with several is called wherever a file is named."""
COLUMN = "column {number}"
"""A column without a header."""

# What a file is where it is no table ("is {what}, not a table"), and what to do about it.

PDF = "a PDF document"
PICTURE = "a picture"
WORD_PROCESSOR = "a word processor document"
DATABASE = "a database"
PARQUET = "a Parquet file"
GZIP, SEVEN_ZIP, RAR, BZIP2, XZ = "a gzip archive", "a 7z archive", "a RAR archive", "a bzip2 archive", "an xz archive"
OLD_WORD = "an old Word document (.doc)"
OLD_POWERPOINT = "an old PowerPoint presentation (.ppt)"
OLD_OFFICE = "an old Office document"
MAIL = "an e-mail message"
WORD = "a Word document"
PRESENTATION = "a presentation"
BINARY_WORKBOOK = "a binary workbook (.xlsb)"
APPLE = "an Apple document (Numbers, Pages or Keynote)"
OPEN_DOCUMENT = "an OpenDocument text"
DOCUMENT = "a document"
OFFICE = "an Office document"
WEB_PAGE = "a web page (HTML), whatever its name says"
XML = "an XML document"
JSON = "a JSON file"
BINARY = "binary data (the file of some program)"
WORKBOOK = "a workbook"
REPORT = "the workbook of a situation report"
ZIP = "a zip archive"
ZIP_WITHOUT_TABLE = "a zip archive without a CSV or XLSX file"
NO_COLUMNS = "text without columns"
NO_EQUAL_COLUMNS = "text whose lines do not fall into the same columns"

COPY_TABLE = "Copy its table into a spreadsheet, save that as CSV or XLSX and upload it"
TYPE_FIGURES = "Enter its figures into the template, each with its source, and upload that"
UNPACK = "Unpack it and upload the tables in it, or pack them as a zip"
EXPORT_CSV = "Export its table as CSV from the program that made it"
SAVE_FROM_SPREADSHEET = "Open it in a spreadsheet program, save it as CSV or XLSX and upload that"
SAVE_ATTACHED = "Save what is attached to it and upload that"
SAVE_XLSX = "Save it as XLSX and upload that"
EXPORT_XLSX = "Export it as XLSX or CSV and upload that"
TURN_INTO_CSV = "Turn it into CSV with a row for each incident and upload that"
TAKE_RECORDS = (
    "A report holds totals and excerpts. To correct records, take the workbook or the four tables from the screen "
    "Incidents or Report and import those"
)
PUT_TABLES_IN = "Put the tables into it, or upload them one by one"
SAVE_WITH_HEADER = "Save the table as CSV or XLSX, with a header row and its columns apart, and upload that"

# What is too large, and how large it may be ("holds {what}", "Expected no more than {limit}").

TABLES = "{count} tables"
UNPACKED = "{unpacked} GB of data in {packed} MB"
TOO_MUCH = "more data than can be read"
MOST_UNPACKED = "2 GB"

FOLDER = "{folder}/ ({count} files)"
CELLS = ("1 cell", "{count} cells")
"""What a row has where that is not as many as the header."""

# Layouts.

UCDP, ACLED = "UCDP GED events", "ACLED events"
TABLE = "{table} table"
SIMPLE = "Simple form: a row for each incident"
MAPPED = "Other table, by the mapping of its columns"
SIMPLE_FORM = "Simple form"
SIMPLE_FORM_MEANING = "One flat table with a row for what one source says of one incident."
STRUCTURES = {
    "damaged": ("Structures damaged (lowest)", "Structures damaged", "Structures damaged (highest)"),
    "destroyed": ("Structures destroyed (lowest)", "Structures destroyed", "Structures destroyed (highest)"),
}
STRUCTURES_MEANING = {
    "damaged": (
        "The lowest the source gives for structures damaged.",
        "The figure the source gives for structures damaged.",
        "The highest the source gives for structures damaged.",
    ),
    "destroyed": (
        "The lowest the source gives for structures destroyed.",
        "The figure the source gives for structures destroyed.",
        "The highest the source gives for structures destroyed.",
    ),
}
"""Extent to the labels and the meanings of its columns in the simple form: lowest, best, highest."""

# Questions about a file, and how far it is read.

WHICH_SHEET = "{file} has {count} sheets with a table. Which one is to be read?"
SHEET_AND_ROWS = "{sheet} ({count} rows)"
WHICH_COLUMNS = "{file} has columns of its own. What does each of them mean?"
LACKING = "{file}: no column is given for {headers}. Which column, or which value, is it?"
DAY_OR_MONTH = (
    '{file}, {column}: "{cell}" can be {day_first} or {month_first}, and no date in the file decides. Which comes first, '
    "the day or the month?"
)
YEAR_LAST_OR_FIRST = (
    '{file}, {column}: "{cell}" has a year of two digits, and no date in the file tells whether it stands behind or in '
    "front. Which is the year?"
)
YEAR_LAST, YEAR_FIRST = "The last number: {date}", "The first number: {date}"
DAY_FIRST, MONTH_FIRST = "The day: {date}", "The month: {date}"
NO_LAYOUT = "The file has no layout."

READING_FILE = "Reading {file}"
READING_CELLS = "Reading the cells of {file}"
CHECKING = "Checking"
PARTING = "Parting good rows from bad"
DONE = "Done"
