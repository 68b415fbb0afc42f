"""What fills the braces of the rules in `issue.py`: the words of `clean`, `check`, `meet` and the simple form."""

LINE = "line {line}"
LINE_OF_FILE = "{line} of {file}"
"""A row as a person finds it; with its file where that is another than the one spoken of."""

# Cells.

EXPECTED_LIKE = "Expected something like {example}"
EXPECTED_ONE_OF = "Expected one of: {allowed}"
EXPECTED_DEGREES = "Expected degrees of {span}"
EXPECTED_COUNT = "Expected a count of {span}"
SPAN, SPAN_OPEN = "{minimum} to {maximum}", "{minimum} or more"
EXPECTED_NOT_BELOW_ZERO = "A count is 0 or more"
EXPECTED_NUMBER = "Expected a number of people or structures"
EXPECTED_DAY = "Expected the day, month or year it happened"
EXPECTED_SOURCE = "Expected who published it: no number stands without its source"
CODES_OF_ISO = "the codes of ISO 3166"
FORMULA = "="
NO_DAY = "no day"
BEHIND, IN_FRONT = "behind", "in front"
AT_LEAST, AT_MOST = "at least {number}", "at most {number}"
WAYS_SLASH = "a range, a part of a whole, a date, or two figures such as killed and injured"
WAYS_PLUS = "a sum, or two figures such as killed and injured"
WAYS_OF = "a part of a whole, or either of the two figures"
WAYS_AND = "a sum, a range, or two figures such as killed and injured"
WAYS_BRACKETS = "either of the two figures, a sum, or a figure with a footnote"
WAYS_HYPHEN = "a range or a date"
OF_COUNTRY = " of {country}"
CODE_AND_NAME, PLACE_AND_REGION = "{code} ({name})", "{place} ({region})"

# Rows and records.

DAYS = ("1 day", "{count} days")
WHICH_WAY_ROUND = ": the other way round they would fit"
THROUGH = ", through {numbers}"
SAME_SOURCE, OTHER_SOURCE = "the same source", "another source"
NUMBER_AT = "{number} ({where})"
NUMBER_STORED = "{number}, which is stored"
CLAIM, COUNTED = "{number} ({figures})", "{label} {number}"
ROWS = ("the only row", "one of {count} rows")
