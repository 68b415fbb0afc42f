"""The report as a writer takes it: a title typed, a button pressed, a file that holds what the screen said."""

import io
from pathlib import Path

import pypdf
import pytest

from tests.browser.harness import idle, visit

pytestmark = pytest.mark.timeout(120)


def test_the_pdf_of_a_selection_is_saved_with_ones_own_title(page, base_url):
    visit(page, "/report?region=RU-BEL&from=2023-05-22&to=2023-05-31")
    page.get_by_label("Title").fill("Belgorod in May")
    page.get_by_label("Title").press("Enter")
    idle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="PDF", exact=True).click()
    assert download.value.suggested_filename == "casualty-desk_report_RU-BEL_2023-05-22-to-2023-05-31_v1.pdf"
    saved = pypdf.PdfReader(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert saved.metadata["/Title"] == "Belgorod in May"
    text = " ".join(saved.pages[0].extract_text().split())
    assert "Killed 1 lowest 1, highest 1 no figure for 2 of 3 incidents" in text
    asked = "?region=RU-BEL&from=2023-05-22&to=2023-05-31&rule=established&as_of=1"
    assert f"{base_url}/{asked}" in "".join(saved.pages[0].extract_text().split())
