"""Countries, regions and settlements, and the names they go by.

Read once from `data/geo/` (`countries.csv`, `regions.csv`, `gazetteer.csv`, `backdrop.geojson`), and only when first
asked for. Codes are those of the internationally recognised country and region (design, counting rule 8): Crimea is
`UA-43`, whoever holds it.

A name is looked up without regard to case, accents, apostrophes and hyphens. A name that could mean two places
resolves to None: a person decides, never this file.

    spelling      names as they are compared
    regions       countries and regions: codes, names, and the code that a name means
    settlements   the gazetteer
    borders       where a point lies; asked for by name, since what it needs takes a while to come
    tables        the files they are read from
"""

from pipelines.places.regions import (
    area_codes,
    countries,
    country_code,
    country_codes_of,
    country_name,
    country_of,
    is_region,
    nearest_country,
    nearest_region,
    region_code,
    region_codes,
    region_codes_of,
    region_name,
    regions,
)
from pipelines.places.settlements import Settlement, gazetteer, identities_of, settlement, settlements_of
from pipelines.places.spelling import plain

__all__ = [
    "Settlement",
    "area_codes",
    "countries",
    "country_code",
    "country_codes_of",
    "country_name",
    "country_of",
    "gazetteer",
    "identities_of",
    "is_region",
    "nearest_country",
    "nearest_region",
    "plain",
    "region_code",
    "region_codes",
    "region_codes_of",
    "region_name",
    "regions",
    "settlement",
    "settlements_of",
]
