"""What PDF/UA-1 and PDF/A-2a ask that can be read off a file: a stand-in for an outside validator, which needs Java.

`breaches` names each rule that a PDF breaks. It looks at the file with pypdf, so that Typst's own word is not all there
is; it does not judge what only a person can (whether an alternative text is right).
"""

import io
import re
from collections.abc import Iterator

import pypdf
from pypdf.generic import BooleanObject, ContentStream, DictionaryObject, IndirectObject

PAINTS = {
    b"Tj",
    b"TJ",
    b"'",
    b'"',
    b"f",
    b"F",
    b"f*",
    b"B",
    b"B*",
    b"b",
    b"b*",
    b"S",
    b"s",
    b"Do",
    b"sh",
    b"INLINE IMAGE",
}
"""The operators that put something on the page."""

HEADING = re.compile(r"/H([1-6])$")


def breaches(data: bytes) -> list[str]:
    """The rules that a PDF breaks, each in a few words."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    if "/StructTreeRoot" not in root or "/Metadata" not in root:
        return ["not tagged, or without metadata"]
    parts = list(_parts(root["/StructTreeRoot"]))
    return [
        *_catalogue(reader),
        *_figures(parts),
        *_headings(parts),
        *_tables(parts),
        *_fonts(reader),
        *_content(reader),
    ]


def _catalogue(reader: pypdf.PdfReader) -> Iterator[str]:
    root = reader.trailer["/Root"]
    packet = root["/Metadata"].get_object().get_data().decode()
    if not root.get("/Lang"):
        yield "no language"
    if root.get("/MarkInfo", {}).get("/Marked") != BooleanObject(True):
        yield "not marked as tagged"
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") != BooleanObject(True):
        yield "the window shows the name of the file, not the title"
    if not (reader.metadata and reader.metadata.title and "dc:title" in packet):
        yield "no title"
    for rule in (r"pdfuaid:part>1<", r"pdfaid:part>2<", r"pdfaid:conformance>A<"):
        if not re.search(rule, packet):
            yield f"the metadata do not say {rule}"
    if "/OutputIntents" not in root:
        yield "no output intent"
    if reader.is_encrypted or "/OpenAction" in root or "/JavaScript" in root.get("/Names", {}):
        yield "encrypted, or runs something"
    for number, page in enumerate(reader.pages, 1):
        if page.get("/Annots") and page.get("/Tabs") != "/S":
            yield f"page {number}: links are not reached in reading order"
        for each in page.get("/Annots", ()):
            link = each.get_object()
            if link["/Subtype"] == "/Link" and ("/StructParent" not in link or not link.get("/Contents")):
                yield f"page {number}: a link without words or place in the structure"


def _parts(part: object) -> Iterator[DictionaryObject]:
    """Every element of a structure tree, in reading order."""
    part = part.get_object() if isinstance(part, IndirectObject) else part
    if isinstance(part, list):
        for each in part:
            yield from _parts(each)
    elif isinstance(part, dict):
        if "/S" in part:
            yield part
        if "/K" in part:
            yield from _parts(part["/K"])


def kids(part: DictionaryObject) -> list[DictionaryObject]:
    """The elements right below an element."""
    below = part.get("/K")
    below = below.get_object() if isinstance(below, IndirectObject) else below
    below = below if isinstance(below, list) else [below]
    found = [each.get_object() if isinstance(each, IndirectObject) else each for each in below]
    return [each for each in found if isinstance(each, dict) and "/S" in each]


def _attribute(part: DictionaryObject, name: str) -> object:
    """An attribute of an element, whichever of its dictionaries holds it."""
    given = part.get("/A", [])
    given = given.get_object() if isinstance(given, IndirectObject) else given
    for each in given if isinstance(given, list) else [given]:
        each = each.get_object() if isinstance(each, IndirectObject) else each
        if isinstance(each, dict) and name in each:
            return each[name]
    return None


def _figures(parts: list[DictionaryObject]) -> Iterator[str]:
    for part in parts:
        if part["/S"] == "/Figure":
            if not str(part.get("/Alt", "")).strip():
                yield "a picture without words"
            box = _attribute(part, "/BBox")
            if box is None or not (float(box[2]) > float(box[0]) and float(box[3]) > float(box[1])):
                yield "a picture without a place"


def _headings(parts: list[DictionaryObject]) -> Iterator[str]:
    levels = [int(found[1]) for part in parts if (found := HEADING.match(str(part["/S"])))]
    if any(level > before + 1 for before, level in zip([0, *levels], levels, strict=False)):
        yield f"headings leave out a level: {levels}"


def _tables(parts: list[DictionaryObject]) -> Iterator[str]:
    for table in (part for part in parts if part["/S"] == "/Table"):
        rows = [part for part in _parts(table) if part["/S"] == "/TR"]
        if not rows or {kid["/S"] for kid in kids(rows[0])} != {"/TH"}:
            yield "a table without a row of headings"
        if len({len(kids(row)) for row in rows}) > 1:
            yield "a table whose rows are not alike"
        if any(_attribute(kid, "/Scope") is None for kid in kids(rows[0]) if kid["/S"] == "/TH"):
            yield "a heading of a table that does not say what it heads"


def _fonts(reader: pypdf.PdfReader) -> Iterator[str]:
    for font in _resources(reader, "/Font"):
        below = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        descriptor = below["/FontDescriptor"].get_object()
        if not any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"a font that is not embedded: {font.get('/BaseFont')}"
        if "/ToUnicode" not in font:
            yield f"a font that cannot be read back: {font.get('/BaseFont')}"


def _resources(reader: pypdf.PdfReader, kind: str) -> Iterator[DictionaryObject]:
    """Every resource of a kind, also of what is drawn inside something else."""
    waiting, seen = [page.get("/Resources") for page in reader.pages], set()
    while waiting:
        resources = waiting.pop()
        resources = resources.get_object() if isinstance(resources, IndirectObject) else resources
        if not resources or id(resources) in seen:
            continue
        seen.add(id(resources))
        yield from (each.get_object() for each in resources.get(kind, {}).values())
        for inner in ("/XObject", "/Pattern"):
            waiting += [each.get_object().get("/Resources") for each in resources.get(inner, {}).values()]


def _content(reader: pypdf.PdfReader) -> Iterator[str]:
    """Whatever is painted is either an artifact or has its place in the structure tree."""
    known = {
        (_page(part), number) for part in _parts(reader.trailer["/Root"]["/StructTreeRoot"]) for number in _marks(part)
    }
    for number, page in enumerate(reader.pages, 1):
        open_marks: list[bool] = []
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in (b"BDC", b"BMC"):
                properties = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
                mark = properties.get("/MCID")
                if mark is not None and (page.indirect_reference.idnum, int(mark)) not in known:
                    yield f"page {number}: content {mark} has no place in the structure"
                open_marks.append(operands[0] == "/Artifact" or mark is not None)
            elif operator == b"EMC":
                open_marks.pop()
            elif operator in PAINTS and not any(open_marks):
                yield f"page {number}: {operator.decode()} paints what is not tagged"
                break


def _page(part: DictionaryObject) -> int | None:
    page = part.raw_get("/Pg") if "/Pg" in part else None
    return page.idnum if isinstance(page, IndirectObject) else None


def _marks(part: DictionaryObject) -> Iterator[int]:
    """The numbers of the marked content of an element."""
    below = part.get("/K")
    below = below.get_object() if isinstance(below, IndirectObject) else below
    for each in below if isinstance(below, list) else [below]:
        each = each.get_object() if isinstance(each, IndirectObject) else each
        if isinstance(each, int):
            yield int(each)
        elif isinstance(each, dict) and "/MCID" in each:
            yield int(each["/MCID"])
