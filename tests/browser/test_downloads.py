"""What a reader takes away through the browser is what the manifest in it says."""

import hashlib
import json
import zipfile

from tests.browser.harness import visit


def test_the_button_gives_a_bundle_whose_manifest_holds(page):
    visit(page, "/report?region=UA-09")
    with page.expect_download(timeout=60_000) as download:
        page.locator(".st-key-bundle button").click()
    assert download.value.suggested_filename == "casualty-desk_bundle_UA-09_2023-05-30-to-2023-05-31_v1.zip"
    with zipfile.ZipFile(download.value.path()) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        files = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
    del files["manifest.json"]
    assert {each["path"]: each["sha256"] for each in manifest["files"]} == files
    assert (manifest["parameters"]["region"], manifest["totals"]["killed"]["best"]) == (["UA-09"], 5)


def test_a_workbook_and_the_four_tables_come_from_the_list(page):
    visit(page, "/incidents?search=drone")
    for key, about, ending in (("list_xlsx", "workbook", "xlsx"), ("tables_zip", "tables", "zip")):
        with page.expect_download(timeout=60_000) as download:
            page.locator(f".st-key-{key} button").click()
        assert download.value.suggested_filename == (
            f"casualty-desk_{about}_RU+UA_2023-05-22-to-2023-05-31_v1.{ending}"
        )
        assert zipfile.is_zipfile(download.value.path())
