"""Every code list of the project: code, label, meaning, known misspellings, crosswalk to the field's terms.

A code list is closed. A value that is not in it is an issue for a person to look at, never silently mapped to
"unknown" or "all". `fixes` holds the spellings that are safe to mend without asking.

Sources: the lists follow ACLED's event types, UCDP GED's precision codes, the SDG 16.1.2 causes of death, OHCHR's
wording for control of territory and Copernicus EMS damage grades, as read in `docs/decisions/0008-code-lists.md`.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Code:
    """One value of a code list.

    `crosswalk` names the nearest term of other schemes, keyed by scheme: ACLED, UCDP, OHCHR, Airwars, SDG 16.1.2,
    Copernicus EMS, UNOSAT.
    """

    code: str
    label: str
    meaning: str
    crosswalk: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CodeList:
    """A closed, ordered list of codes, and the misspellings that are known to mean one of them.

    Raises ValueError at import when codes repeat, a fix shadows a code, or a fix points nowhere.
    """

    name: str
    label: str
    meaning: str
    codes: tuple[Code, ...]
    fixes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = self.values()
        if len(set(known)) != len(known):
            raise ValueError(f"code list {self.name} repeats a code")
        for wrong, right in self.fixes.items():
            if wrong in known or right not in known:
                raise ValueError(f"code list {self.name}: the fix {wrong!r} -> {right!r} is not sound")

    def values(self) -> tuple[str, ...]:
        """The codes, in their order."""
        return tuple(code.code for code in self.codes)

    def label_of(self, value: str) -> str:
        """The label of a code; KeyError for a value that is not in the list."""
        return self.labels()[value]

    def labels(self) -> dict[str, str]:
        """Code to label, in order."""
        return {code.code: code.label for code in self.codes}


DATE_PRECISION = CodeList(
    "date_precision",
    "Date precision",
    "How exactly the date of an incident is known.",
    (
        Code("day", "Day", "The day is known.", {"UCDP": "date_prec 1", "ACLED": "time_precision 1"}),
        Code("days", "A few days", "Known to within two to six days.", {"UCDP": "date_prec 2"}),
        Code("week", "Week", "Known to the week.", {"UCDP": "date_prec 3", "ACLED": "time_precision 2"}),
        Code("month", "Month", "Known to the month.", {"UCDP": "date_prec 4", "ACLED": "time_precision 3"}),
        Code("year", "Year", "Known to the year.", {"UCDP": "date_prec 5"}),
    ),
    {"exact": "day", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"},
)

PLACE_PRECISION = CodeList(
    "place_precision",
    "Place precision",
    "How exactly the place of an incident is known. Only exact and settlement places are drawn as a dot.",
    (
        Code("exact", "Exact place", "The spot is known.", {"UCDP": "where_prec 1", "ACLED": "geo_precision 1"}),
        Code(
            "settlement",
            "Settlement",
            "The town or village is known; coordinates are its centre.",
            {"UCDP": "where_prec 1-2", "ACLED": "geo_precision 1"},
        ),
        Code(
            "district",
            "District",
            "Only the second-level area is known.",
            {"UCDP": "where_prec 3", "ACLED": "geo_precision 2"},
        ),
        Code(
            "region",
            "Region",
            "Only the first-level region is known.",
            {"UCDP": "where_prec 4-5", "ACLED": "geo_precision 3"},
        ),
        Code(
            "country", "Country", "Only the country is known, or the sea or air beside it.", {"UCDP": "where_prec 6-7"}
        ),
    ),
    {"town": "settlement", "village": "settlement", "city": "settlement", "oblast": "region", "adm1": "region"},
)

CONTROL = CodeList(
    "control",
    "Who held the place",
    "Who held the place at the time of the incident. The country and region stay the internationally recognised ones.",
    (
        Code(
            "government",
            "Its government",
            "Held at the time by the government of the recognised country.",
            {"OHCHR": "territory controlled by the Government"},
        ),
        Code(
            "occupied",
            "Occupied",
            "Held at the time by another state or by bodies it backs.",
            {"OHCHR": "territory occupied at the time"},
        ),
        Code("contested", "Contested", "Held by nobody for certain, or changing hands."),
        Code("unknown", "Not known who held it", "The sources do not say and it was not established."),
    ),
    {"gov": "government", "govt": "government", "controlled": "government", "disputed": "contested"},
)

INCIDENT_TYPE = CodeList(
    "incident_type",
    "Incident type",
    "What kind of armed incident it was.",
    (
        Code(
            "shelling",
            "Shelling",
            "Artillery, mortar, multiple-launch rocket or tank fire.",
            {"ACLED": "Shelling/artillery/missile attack"},
        ),
        Code(
            "missile_strike",
            "Missile strike",
            "Ballistic or cruise missiles, or air-defence missiles used against the ground.",
            {"ACLED": "Shelling/artillery/missile attack"},
        ),
        Code("air_strike", "Air strike", "Bombs or rockets from crewed aircraft.", {"ACLED": "Air/drone strike"}),
        Code(
            "drone_strike",
            "Drone strike",
            "Uncrewed aircraft that strike, drop or crash on something, short or long range.",
            {"ACLED": "Air/drone strike"},
        ),
        Code(
            "mine_erw",
            "Mine or explosive remnant",
            "Landmines and explosive remnants of war.",
            {"ACLED": "Remote explosive/landmine/IED", "SDG 16.1.2": "planted explosives and UXO"},
        ),
        Code("ied", "Improvised device", "Improvised explosive devices.", {"ACLED": "Remote explosive/landmine/IED"}),
        Code("ground_raid", "Ground raid", "Armed people entering on the ground.", {"ACLED": "Armed clash; Attack"}),
        Code(
            "small_arms",
            "Small arms",
            "Rifles, pistols, machine guns.",
            {"ACLED": "Armed clash; Attack", "SDG 16.1.2": "small arms and light weapons"},
        ),
        Code(
            "interception_debris",
            "Interception debris",
            "Harm from the debris of a missile or drone that was shot down.",
            {"ACLED": "Disrupted weapons use"},
        ),
        Code("explosion_unknown", "Explosion, cause unknown", "An explosion whose cause the sources do not give."),
        Code("mixed", "Mixed", "Several of these at once, not to be told apart."),
        Code("unknown", "Type not stated", "The sources do not say what kind of incident it was."),
    ),
    {
        "artillery": "shelling",
        "shell": "shelling",
        "mortar": "shelling",
        "missile": "missile_strike",
        "missile attack": "missile_strike",
        "airstrike": "air_strike",
        "air strike": "air_strike",
        "drone": "drone_strike",
        "drone attack": "drone_strike",
        "drone strike": "drone_strike",
        "uav": "drone_strike",
        "mine": "mine_erw",
        "landmine": "mine_erw",
        "raid": "ground_raid",
        "incursion": "ground_raid",
        "shooting": "small_arms",
        "debris": "interception_debris",
        "explosion": "explosion_unknown",
        "explosions": "explosion_unknown",
    },
)

WEAPON = CodeList(
    "weapon",
    "Weapon",
    "The weapon, where a source names it. Who used it is a matter for the claims.",
    (
        Code("artillery", "Artillery", "Guns and howitzers."),
        Code("mortar", "Mortar", "Mortars."),
        Code("mlrs", "Multiple-launch rockets", "Multiple-launch rocket systems."),
        Code("tank", "Tank", "Tank guns."),
        Code("ballistic_missile", "Ballistic missile", "Ballistic missiles."),
        Code("cruise_missile", "Cruise missile", "Cruise missiles."),
        Code("air_defence_missile", "Air-defence missile", "Air-defence missiles, used against the ground or fallen."),
        Code("glide_bomb", "Glide bomb", "Guided or unguided bombs from aircraft."),
        Code("helicopter", "Helicopter", "Fire from helicopters."),
        Code(
            "drone_short_range",
            "Short-range drone",
            "First-person-view and dropping drones.",
            {"OHCHR": "short-range drone"},
        ),
        Code("drone_long_range", "Long-range drone", "Loitering munitions.", {"OHCHR": "loitering munition"}),
        Code("drone", "Drone, range not stated", "A drone whose kind the sources do not give."),
        Code("small_arms", "Small arms", "Rifles, pistols, machine guns."),
        Code("mine", "Mine or remnant", "Landmines and explosive remnants."),
        Code("ied", "Improvised device", "Improvised explosive devices."),
        Code("other", "Other", "Named by the source and not in this list; the summary says which."),
    ),
    {
        "fpv": "drone_short_range",
        "uav": "drone",
        "shahed": "drone_long_range",
        "grad": "mlrs",
        "landmine": "mine",
        "howitzer": "artillery",
    },
)

SCOPE = CodeList(
    "scope",
    "Scope",
    "What the record covers. Only single incidents are added into totals; the rest is shown set apart.",
    (
        Code("incident", "One incident", "Something that happened at one place and time.", {"UCDP": "event_clarity 1"}),
        Code(
            "period",
            "Period statement",
            "A statement about several incidents over days or weeks that cannot be taken apart.",
            {"UCDP": "event_clarity 2"},
        ),
        Code("cumulative", "Running total", "A total since some start; each new one contains the last."),
    ),
    {"event": "incident", "aggregate": "period", "period_aggregate": "period", "total": "cumulative"},
)

STATUS = CodeList(
    "status",
    "Status of the claim",
    "How well established a claim is, from weakest to strongest, then the two that never count.",
    (
        Code("reported", "Reported", "One source says so.", {"Airwars": "Weak"}),
        Code("corroborated", "Corroborated", "Two or more independent credible sources agree.", {"Airwars": "Fair"}),
        Code(
            "confirmed",
            "Confirmed",
            "Established by investigation, or admitted by the side responsible.",
            {"Airwars": "Confirmed", "OHCHR": "verified"},
        ),
        Code(
            "disputed",
            "Disputed",
            "Contradicted by evidence or by another party. Not counted.",
            {"Airwars": "Contested"},
        ),
        Code(
            "withdrawn",
            "Withdrawn",
            "Taken back by its source or the recorder. Not counted.",
            {"Airwars": "Discounted"},
        ),
    ),
    {
        "confrmed": "confirmed",
        "verified": "confirmed",
        "claimed": "reported",
        "unconfirmed": "reported",
        "contested": "disputed",
        "retracted": "withdrawn",
    },
)

PEOPLE = CodeList(
    "people",
    "People",
    "Which people a figure is about. Groups are parts of everyone and are never added to it.",
    (
        Code("everyone", "Everyone", "All people harmed, whoever they were."),
        Code("civilians", "Civilians", "Civilians.", {"OHCHR": "civilians", "UCDP": "deaths_civilians"}),
        Code("combatants", "Combatants", "Members of armed forces or groups.", {"UCDP": "deaths_a, deaths_b"}),
        Code("children", "Children", "People under 18.", {"OHCHR": "girls and boys"}),
        Code("women", "Women", "Women of 18 and over.", {"OHCHR": "women"}),
        Code("men", "Men", "Men of 18 and over.", {"OHCHR": "men"}),
        Code("girls", "Girls", "Girls under 18; part of children.", {"OHCHR": "girls"}),
        Code("boys", "Boys", "Boys under 18; part of children.", {"OHCHR": "boys"}),
        Code("aid_workers", "Aid workers", "Staff of aid organisations."),
        Code("medical_workers", "Medical workers", "Health staff and ambulance crews."),
        Code("journalists", "Journalists", "Journalists and media workers."),
    ),
    {"all": "everyone", "total": "everyone", "people": "everyone", "civilian": "civilians", "child": "children"},
)

STRUCTURE_TYPE = CodeList(
    "structure_type",
    "Structure type",
    "What kind of structure was damaged. One building is one structure, whatever it holds.",
    (
        Code(
            "apartment_building",
            "Apartment buildings",
            "Buildings of several dwellings.",
            {"Copernicus": "residential"},
        ),
        Code("house", "Houses", "Single dwellings.", {"Copernicus": "residential"}),
        Code("dormitory", "Dormitories, shelters", "Collective housing and accommodation centres."),
        Code("education", "Schools, childcare", "Schools, kindergartens, universities.", {"Copernicus": "education"}),
        Code("health", "Health facilities", "Hospitals, clinics, ambulance stations.", {"Copernicus": "hospital"}),
        Code("administrative", "Administrative buildings", "Offices, police, fire and post stations."),
        Code(
            "religious", "Places of worship", "Churches, mosques, synagogues, monasteries.", {"Copernicus": "religious"}
        ),
        Code("cultural", "Cultural sites", "Museums, theatres, libraries, monuments.", {"Copernicus": "cultural"}),
        Code("commercial", "Shops, markets", "Shops, markets, hotels, offices of firms.", {"Copernicus": "commercial"}),
        Code(
            "industrial",
            "Industry, refineries, fuel depots",
            "Factories, refineries, fuel depots, warehouses.",
            {"Copernicus": "industrial"},
        ),
        Code("energy", "Energy", "Power stations, substations, heating, gas.", {"Copernicus": "power plants"}),
        Code("water", "Water", "Waterworks, dams, sewers.", {"Copernicus": "water infrastructure"}),
        Code("transport", "Transport", "Bridges, roads, railways, airports.", {"Copernicus": "transportation"}),
        Code("port", "Ports", "Harbours and terminals.", {"Copernicus": "harbours"}),
        Code("agricultural", "Agriculture", "Farms, grain stores, greenhouses.", {"Copernicus": "agricultural"}),
        Code("vehicle", "Vehicles", "Cars, buses, ambulances, trains, ships."),
        Code("military", "Military", "Bases, depots, positions.", {"Copernicus": "military"}),
        Code("unknown", "Type not stated", "The source does not say what kind of structure."),
    ),
    {
        "apartment": "apartment_building",
        "apartment_block": "apartment_building",
        "apartments": "apartment_building",
        "houses": "house",
        "home": "house",
        "private_house": "house",
        "school": "education",
        "kindergarten": "education",
        "hospital": "health",
        "clinic": "health",
        "church": "religious",
        "mosque": "religious",
        "refinery": "industrial",
        "factory": "industrial",
        "fuel_depot": "industrial",
        "bridge": "transport",
        "car": "vehicle",
    },
)

EXTENT = CodeList(
    "extent",
    "Extent of damage",
    "How badly a structure was damaged, as far as the source says.",
    (
        Code("destroyed", "Destroyed", "Destroyed, beyond repair.", {"Copernicus": "destroyed", "UNOSAT": "destroyed"}),
        Code(
            "damaged",
            "Damaged",
            "Damaged, to whatever degree.",
            {"Copernicus": "damaged", "UNOSAT": "severe, moderate"},
        ),
        Code("unspecified", "Extent not stated", "Hit or on fire; the source does not say how badly."),
    ),
    {"damage": "damaged", "destroy": "destroyed", "affected": "unspecified", "unknown": "unspecified"},
)

CODE_LISTS: tuple[CodeList, ...] = (
    DATE_PRECISION,
    PLACE_PRECISION,
    CONTROL,
    INCIDENT_TYPE,
    WEAPON,
    SCOPE,
    STATUS,
    PEOPLE,
    STRUCTURE_TYPE,
    EXTENT,
)
"""Every code list, in the order of the codebook page."""

STATUS_RANK = {"reported": 1, "corroborated": 2, "confirmed": 3}
"""The statuses that count, weakest first. Disputed and withdrawn claims are kept and shown, and never counted."""

PEOPLE_PARTITIONS = (
    ("civilians", "combatants"),
    ("children", "women", "men"),
    ("girls", "boys", "women", "men"),
)
"""Groups that do not overlap, so that their sum is a lower bound of everyone where only parts are claimed."""

DOT_PRECISIONS = ("exact", "settlement")
"""Place precisions that may be drawn as a dot (design, counting rule 6)."""
