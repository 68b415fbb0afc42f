"""The words of the command line. The help of an option stands with the option, in `__main__.py`."""

TALLY_HEAD = "{counted}; version {version}; counting rule: {rule}."
TALLY_WHEN = "{incidents}, {when}"
LOWEST, BEST, HIGHEST = "lowest", "best", "highest"
EXTENTS = "Structures: {extents}."
MONTH = "Month"
INCIDENTS = "Incidents"
NOT_STATED = "not stated"
SET_APART = "Set apart and never added in: {records} about a period, or running totals."
OUTSIDE_DATES = "Not counted: {count} not dated exactly enough to say whether they belong."
DUPLICATES = "Not counted: {count} that repeat another incident."
AREA = "{name} ({code})"
AREA_BY_CODE = "{code} ({name})"

ISSUES = "{title} ({severity}): {count}"
MORE_ISSUES = "... and {count} more"
QUESTION = "To be decided: {question}"
MATCH_HEADINGS = ("Column", "First values", "Seems to be")
NOT_MATCHED = "Not matched, so not kept: {columns}."
LACKING = "Missing: {headers}, as a column or as one value for every row."
MAP_IT = "Correct this and add it to the command, or map the columns on the Update screen:"
MAP_EXAMPLE = "--map COLUMN=HEADER"
MAP_TO = "HEADER is mostly one of: {headers}. A wrong one lists them all."
MAP_KEPT = "What is mapped when the file is committed is kept, and used for every file with the same header."
INTAKE_HEADINGS = ("File", "Table", "Read", "Kept", "Left out")
CHANGES_HEADINGS = ("Table", "Added", "Changed", "Unchanged", "Left out")
TOTALS = "Totals of everything, counting rule: {rule}"
CHANGED_CELLS = "Changed cells: {count}"
CHANGED_CELL = "{key} ({about}), {label}: {old} -> {new}"
CHANGED_SOURCE_CELL = "{key}, {label}: {old} -> {new}"
MORE_CELLS = "... and {count} more; --json has all"
HISTORY_HEADINGS = ("Batch", "When", "Who", "What", "Note", "")
AT = "%Y-%m-%d %H:%M UTC"
TAKES_BACK = "takes back {batch}"
TAKEN_BACK = "taken back by {batch}"
NO_BATCHES = "No batches."

AGREE_BY = "To leave it out and commit the rest, add --leave-out-errors."
DRY_RUN = "Nothing was written: this was a dry run."
COMMITTED = "Committed as batch {batch}."
WAS_COMMITTED = "This was batch {batch}."
LEDGER_MADE = "The ledger is made; it is at version {version}."
LEDGER_WAS_THERE = "The ledger was there before; it is at version {version}."
UNDONE = "Batch {batch} is taken back, by batch {by}."
MAPPING_KEPT = "{files}: read by the mapping of columns kept from an earlier import."

AMBIGUOUS_AREA = '"{text}" is a region and a country. Give its code: {codes}.'
OR = " or "
UNKNOWN = '{label}: "{text}" is not known. {expected}'
UNKNOWN_BUT_NEAR = '{label}: "{text}" is not known. Did you mean {near}? {expected}'
EXPECTED_AREA = "Expected a code such as UA-09 or UA, or a name."
EXPECTED_ONE_OF = "Expected one of: {allowed}."
NOT_A_DATE = '"{text}" is not a date. Expected a day such as 2023-05-31.'
HEADER, COLUMN = "Header", "Column"
NO_FILE_HAS_IT = "No file has it."
NOT_A_PAIR = '"{option}" is not understood. Expected two names with = between them.'
BUNDLE = "{file}: {count} files and their manifest, version {version}, SHA-256 {digest}."
REPORT = "{file}: report {number}, version {version}, SHA-256 {digest}."
NO_REPORT = '"{file}" is no report: the name must end in one of {endings}.'
STANDARD, NO_STANDARD = "PDF/{name}", "No PDF standard is met: a text cannot be read back from it"
UNWRITABLE = "{file} cannot be written: {reason}."
UNREADABLE = "{file} cannot be read: {reason}."
