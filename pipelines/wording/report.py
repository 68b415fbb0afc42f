"""The sentences of the situation report, in all its formats, and of the screen that offers it."""

KIND = "Situation report"
SCOPE = "Period and scope"
PERIOD, PLACE, TYPES, STRUCTURES, HELD, CLAIMS = (
    "Period",
    "Place",
    "Incident types",
    "Structures",
    "Places held by",
    "Claims counted",
)
RULE, DATA, INCIDENTS, QUERY = (
    "Counting rule",
    "Data",
    "Incidents counted",
    "Address of this selection",
)
QUERY_ALONE = "add this to the address of the desk: {query}"
PERIOD_CHOSEN = "{when} ({days})"
PERIOD_ALL = "all dates; incidents counted: {when}"
PERIOD_NONE = "all dates"
COUNT_DAYS = ("{count} day", "{count} days")
ALL_PLACES = "all places; incidents counted: {where}"
ALL = "all"
STRUCTURES_ONLY = "incidents with damage to: {structures} (all figures of these incidents count)"
CLAIMS_ALL = "all but disputed and withdrawn ones"
CLAIMS_ONLY = "only those that are {statuses}"
DATA_LINE = "version {version}, {latest}"
KEY_FIGURES = "Key figures"
KEY_CAPTION = "Key figures with their ranges"
KEY_APART = "set apart, not added in: {figure}"
LEAD = "{incidents} counted: {where}, {when}."
LEAD_NO_DATE = "{incidents} counted: {where}."
NOTHING = "No incident matches this selection. That nothing is recorded is not the same as nothing having happened."
UNKNOWN = "Where no source gives a figure, the number is unknown. It is never counted as zero."
CHANGE = "Change since the previous period"
CHANGE_INTRO = (
    "{now} beside the equally long period before it, {before}: {days} each, same filters, same counting rule, same "
    "version of the data."
)
CHANGE_NONE = (
    "Not compared: the selection has no first and last day, so no equally long period comes before it. Choose both "
    "dates for a comparison."
)
CHANGE_TOO_EARLY = "Not compared: no calendar reaches back to an equally long period before this one."
CHANGE_HEADINGS = ("", "{now}", "{before}", "Difference")
CHANGE_CAPTION = "Totals of both periods"
CHANGE_INCIDENTS = "Incidents"
MORE, FEWER, SAME = "{count} more", "{count} fewer", "the same number"
KNOWN_ONLY = "among incidents with a figure"
OVERLAP = "ranges overlap"
CANNOT_SAY = "cannot be said"
NOT_RECORDED = "no incident recorded"
CAVEAT_FIGURES = (
    "Incidents without a figure are in no total. Had they figures, a difference “among incidents with a figure” might be "
    "larger, smaller, or the other way round."
)
CAVEAT_OVERLAP = (
    "“Ranges overlap” means that the figures claimed do not settle which period had more: the difference is that of "
    "the best figures."
)
CAVEAT_OUTSIDE = "{incidents} may belong to {period}, but the date is not known exactly enough; not counted."
CAVEAT_BEGINS = (
    "The records of this selection begin on {first}. Before that day, no record may mean only that nobody entered any."
)
CAVEAT_ENDS = (
    "The latest report in the data is of {latest}, before the period selected ends: the period is not complete."
)
CAVEAT_LATE = (
    "Reports come late: an earlier period is usually more complete than a recent one. A difference says what has been "
    "recorded, and harm has no good direction."
)
CHARTS = "Charts"
FIGURE, TABLE = "Figure", "Table"
FIGURE_CAPTION = "{title}, {where}, {when}. Figure id: {id}."
FIGURE_CAPTION_NO_DATE = "{title}, {where}. Figure id: {id}."
NOT_DRAWN = "Not drawn, since no incident of the selection has a figure: {measures}."
NOT_DRAWN_ONE = "Not drawn, since there is one mark at the most, which the key figures say: {charts}."
ALT_MORE = "The rest of the values stand in the data of the chart."
NO_CHARTS = "There is nothing to draw: no incident of the selection has a figure."
LISTED = "Incidents"
LISTED_CAPTION = "Incidents, newest first"
LISTED_CAPTION_MOST = "The {shown} incidents with most people killed and injured"
LISTED_ALL = "All {incidents} counted, newest first. Blank is not zero: “no figure” means that no source gives one."
LISTED_ONE = "The one incident counted. “No figure” means that no source gives one."
LISTED_MOST = (
    "Listed are {shown} of {incidents}: those with most people killed and injured by the best figures, the newest "
    "first among equals. Not listed: {rest}; all are in the totals, and in the incidents table of the desk."
)
LISTED_HEADINGS = {"date": "Date", "where": "Place"}
LISTED_DATE = "{when} ({precision})"
LISTED_NOWHERE = "not stated"
METHOD = "Method"
METHOD_RULE = "**Counting rule of this report:** {rule}."
LIMITS = "Limits"
LIMIT_UNREPORTED = "An incident that nobody reported, or whose report nobody entered, is not here."
LIMIT_NAMES = "Names of victims are not stored."
SOURCES = "Sources"
SOURCES_INTRO = "Every source with a claim about an incident counted here, most claims first."
SOURCES_MOST = "The {shown} sources with most claims about the incidents counted here; {rest} not listed."
SOURCES_NONE = "No claim is recorded for the incidents of this selection."
MORE_SOURCES = ("{count} more is", "{count} more are")
SOURCE_NO_PUBLISHER = "publisher not named"
SOURCE_NO_DATE = "no date"
SOURCE = "{publisher}: “{title}”, {date}."
CITE = "How to cite"
FOOT = "{app} · version {version} · report {number}"
PAGE = ("Page ", " of ", "")
"""What stands before, between and after the number of the page and that of all pages."""
SUBJECT = "Situation report, {app} version {version}, report {number}"
CHANGE_SHEET = "Change"
SELECTED, PREVIOUS = "Selected period", "Previous period"
SOURCE_CLAIMS = "Claims"
LABEL = "{name}: {figure}"
MAP_SHEET = "A spreadsheet cannot draw this map: it stands in the PDF and the document. Its rows: sheet {sheet}."
RECORD_LABELS = {
    "label": "Label in the chart",
    "below": "Lowest to best",
    "above": "Best to highest",
}
"""Headings of what a sheet has beside the rows of its chart."""

TOTAL = "Total"
ALSO = "Also in it"
ALSO_LINES = (
    "How it counts, what the numbers leave out, every source with its date and address, and how to cite.",
    "A number of the report and of each figure, by which the data behind them can be found again.",
)
TAKE = "Make the report"
TAKE_HELP = "Of exactly this selection, version and counting rule."
TAKE_NOTE = "The same selection of the same version gives the same file. The PDF is tagged, and is made to PDF/UA-1 and PDF/A-2a."
NOTE_PROMPT = "What a reader should know first. Stands under the title."
BUTTONS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}
BUTTON_HELP = {
    "pdf": "To send and to print: A4, readable aloud.",
    "docx": "To edit: headings, numbered captions, tables. Also opens in LibreOffice.",
    "xlsx": "To calculate with: native charts with their ranges, and the rows behind each.",
}
