"""What leaves the house as files and text, from the totals and tables alone.

    tables         downloads of tables as CSV, and the templates
    downloads      what a reader takes away of a selection's records: a workbook, the four tables in a zip
    workbook       tables as XLSX
    archive        zips whose bytes depend on what is in them alone
    data_package   datapackage.json: what the files of a bundle are
    records        plain values for JSON: the command line's `--json` and the API
    terminal       the words of the command line
    codebook_page  the codebook as a page

To the outside it is one module, but for the three rooms of files, which are asked for by name.
"""

from pipelines.publish.codebook_page import (
    code_list_cells,
    codebook_page,
    column_cells,
)
from pipelines.publish.downloads import MOST_IN_WORKBOOK, notice, selection_xlsx, tables_zip
from pipelines.publish.records import figure_record, history_records, intake_record, preview_record, tally_record
from pipelines.publish.tables import (
    frame_csv,
    frame_csv_parts,
    incidents_with_figures,
    records_csv,
    selected_tables,
    simple_template,
    template,
)
from pipelines.publish.terminal import changes_text, history_text, intake_text, preview_text, tally_text

__all__ = [
    "MOST_IN_WORKBOOK",
    "changes_text",
    "code_list_cells",
    "codebook_page",
    "column_cells",
    "figure_record",
    "frame_csv",
    "frame_csv_parts",
    "history_records",
    "history_text",
    "incidents_with_figures",
    "intake_record",
    "intake_text",
    "notice",
    "preview_record",
    "preview_text",
    "records_csv",
    "selected_tables",
    "selection_xlsx",
    "simple_template",
    "tables_zip",
    "tally_record",
    "tally_text",
    "template",
]
