"""What a foreign layout writes into the records it becomes, where the file has a code, a column or nothing.

These texts are stored. A translation leaves them as they are: a file read once more would else change every record.
"""

UCDP_EVENT, ACLED_EVENT = "UCDP event {event}", "ACLED event {event}"
UCDP_FROM, ACLED_FROM = "UCDP, from {sources}", "ACLED, from {sources}"
SOURCES_NOT_NAMED = "sources it does not name"

VIOLENCE = {"1": "State-based conflict", "2": "Non-state conflict", "3": "One-sided violence"}
VIOLENCE_OTHER = "Violence"
UCDP_SUMMARY = "{kind}, {dyad}. Where: {where}."
UCDP_DISTRICT = "{summary} District: {district}."
UCDP_STATEMENT = (
    "UCDP event {event}; deaths of side A: {deaths_a}; deaths of side B: {deaths_b}; deaths civilians: "
    "{deaths_civilians}; deaths not known whose: {deaths_unknown}."
)
ACLED_STATEMENT = "ACLED event {event}, fatalities as published: {fatalities}."
ACLED_MAY_BE_WORD = "{statement} ACLED also writes this number for a word such as several."
