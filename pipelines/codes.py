"""Every code list of the project: code, label, meaning, other words for it, crosswalk to the field's terms.

A code list is closed. A value that is not in it is an issue for a person to look at, never silently mapped to
"unknown" or "all". `known_as` holds the words, in English, Ukrainian and Russian, that can only mean the code, and so
are safe to read as it without asking.

Sources: the lists follow ACLED's event types, UCDP GED's precision codes, the SDG 16.1.2 causes of death, OHCHR's
wording for control of territory and Copernicus EMS damage grades, as read in `docs/decisions/0008-code-lists.md`.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Code:
    """One value of a code list.

    `crosswalk` names the nearest term of other schemes, keyed by scheme: ACLED, UCDP, OHCHR, Airwars, SDG 16.1.2,
    Copernicus EMS, UNOSAT. `known_as` holds other words that mean it, lower case, English before Ukrainian before
    Russian.
    """

    code: str
    label: str
    meaning: str
    crosswalk: dict[str, str] = field(default_factory=dict)
    known_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeList:
    """A closed, ordered list of codes.

    Raises ValueError at import when codes repeat, or a word shadows a code or is known for two.
    """

    name: str
    label: str
    meaning: str
    codes: tuple[Code, ...]

    def __post_init__(self) -> None:
        known = self.values()
        if len(set(known)) != len(known):
            raise ValueError(f"code list {self.name} repeats a code")
        words = [word for code in self.codes for word in code.known_as]
        if len({*words, *known}) != len(words) + len(known):
            raise ValueError(f"code list {self.name}: a word is known for two codes, or is one")

    @property
    def fixes(self) -> dict[str, str]:
        """Each other word to the code it means."""
        return {word: code.code for code in self.codes for word in code.known_as}

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
        Code(
            "day",
            "Day",
            "The day is known.",
            {"UCDP": "date_prec 1", "ACLED": "time_precision 1"},
            known_as=("exact", "daily", "день", "точно"),
        ),
        Code(
            "days",
            "A few days",
            "Known to within two to six days.",
            {"UCDP": "date_prec 2"},
            known_as=("кілька днів", "несколько дней"),
        ),
        Code(
            "week",
            "Week",
            "Known to the week.",
            {"UCDP": "date_prec 3", "ACLED": "time_precision 2"},
            known_as=("weekly", "тиждень", "неделя"),
        ),
        Code(
            "month",
            "Month",
            "Known to the month.",
            {"UCDP": "date_prec 4", "ACLED": "time_precision 3"},
            known_as=("monthly", "місяць", "месяц"),
        ),
        Code("year", "Year", "Known to the year.", {"UCDP": "date_prec 5"}, known_as=("yearly", "рік", "год")),
    ),
)

PLACE_PRECISION = CodeList(
    "place_precision",
    "Place precision",
    "How exactly the place of an incident is known. Only exact and settlement places are drawn as a dot.",
    (
        Code(
            "exact",
            "Exact place",
            "The spot is known.",
            {"UCDP": "where_prec 1", "ACLED": "geo_precision 1"},
            known_as=("точно", "точне місце", "точное место"),
        ),
        Code(
            "settlement",
            "Settlement",
            "The town or village is known; coordinates are its centre.",
            {"UCDP": "where_prec 1-2", "ACLED": "geo_precision 1"},
            known_as=("town", "village", "city", "населений пункт", "населенный пункт", "місто", "город", "село"),
        ),
        Code(
            "district",
            "District",
            "Only the second-level area is known.",
            {"UCDP": "where_prec 3", "ACLED": "geo_precision 2"},
            known_as=("raion", "район"),
        ),
        Code(
            "region",
            "Region",
            "Only the first-level region is known.",
            {"UCDP": "where_prec 4-5", "ACLED": "geo_precision 3"},
            known_as=("oblast", "adm1", "область", "край"),
        ),
        Code(
            "country",
            "Country",
            "Only the country is known, or the sea or air beside it.",
            {"UCDP": "where_prec 6-7"},
            known_as=("national", "країна", "страна"),
        ),
    ),
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
            known_as=(
                "gov",
                "govt",
                "controlled",
                "government controlled",
                "підконтрольна",
                "підконтрольна уряду",
                "підконтрольна територія",
                "подконтрольная",
                "подконтрольна",
            ),
        ),
        Code(
            "occupied",
            "Occupied",
            "Held at the time by another state or by bodies it backs.",
            {"OHCHR": "territory occupied at the time"},
            known_as=(
                "occupation",
                "окупована",
                "окупований",
                "окуповано",
                "тимчасово окупована",
                "оккупирована",
                "оккупированная",
                "оккупировано",
            ),
        ),
        Code(
            "contested",
            "Contested",
            "Held by nobody for certain, or changing hands.",
            known_as=("disputed", "grey zone", "gray zone", "сіра зона", "серая зона"),
        ),
        Code("unknown", "Not known who held it", "The sources do not say and it was not established."),
    ),
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
            known_as=(
                "artillery",
                "shell",
                "shells",
                "mortar",
                "mortars",
                "artillery fire",
                "artillery shelling",
                "mortar fire",
                "mlrs",
                "обстріл",
                "обстріли",
                "артобстріл",
                "артилерійський обстріл",
                "мінометний обстріл",
                "артилерія",
                "рсзв",
                "обстрел",
                "обстрелы",
                "артобстрел",
                "артиллерийский обстрел",
                "минометный обстрел",
                "артиллерия",
                "рсзо",
            ),
        ),
        Code(
            "missile_strike",
            "Missile strike",
            "Ballistic or cruise missiles, or air-defence missiles used against the ground.",
            {"ACLED": "Shelling/artillery/missile attack"},
            known_as=(
                "missile",
                "missiles",
                "missile attack",
                "missile strikes",
                "ракетний удар",
                "ракетна атака",
                "ракетний обстріл",
                "ракета",
                "ракети",
                "удар ракети",
                "удар ракетою",
                "удар ракетами",
                "ракетный удар",
                "удар ракеты",
                "удар ракетой",
                "ракетная атака",
                "ракетный обстрел",
                "ракеты",
            ),
        ),
        Code(
            "air_strike",
            "Air strike",
            "Bombs or rockets from crewed aircraft.",
            {"ACLED": "Air/drone strike"},
            known_as=(
                "airstrike",
                "airstrikes",
                "air strikes",
                "air attack",
                "авіаудар",
                "авіаційний удар",
                "авіаналіт",
                "удар авіації",
                "авіабомба",
                "керована авіабомба",
                "каб",
                "бомбардування",
                "авиаудар",
                "авиационный удар",
                "авианалет",
                "удар авиации",
                "авиабомба",
                "управляемая авиабомба",
                "бомбардировка",
            ),
        ),
        Code(
            "drone_strike",
            "Drone strike",
            "Uncrewed aircraft that strike, drop or crash on something, short or long range.",
            {"ACLED": "Air/drone strike"},
            known_as=(
                "drone",
                "drones",
                "drone attack",
                "drone strikes",
                "drone attacks",
                "uav",
                "uavs",
                "uav attack",
                "uav strike",
                "fpv",
                "дрон",
                "дрони",
                "атака дрона",
                "атака дронів",
                "удар дрона",
                "удар дронів",
                "атака бпла",
                "удар бпла",
                "бпла",
                "безпілотник",
                "безпілотники",
                "атака безпілотника",
                "удар безпілотника",
                "дроны",
                "атака дронов",
                "удар дронов",
                "беспилотник",
                "беспилотники",
                "атака беспилотника",
                "атака беспилотников",
                "удар беспилотника",
            ),
        ),
        Code(
            "mine_erw",
            "Mine or explosive remnant",
            "Landmines and explosive remnants of war.",
            {"ACLED": "Remote explosive/landmine/IED", "SDG 16.1.2": "planted explosives and UXO"},
            known_as=(
                "mine",
                "mines",
                "landmine",
                "landmines",
                "uxo",
                "erw",
                "unexploded ordnance",
                "міна",
                "міни",
                "підрив на міні",
                "вибухонебезпечний предмет",
                "мина",
                "мины",
                "подрыв на мине",
                "взрывоопасный предмет",
            ),
        ),
        Code(
            "ied",
            "Improvised device",
            "Improvised explosive devices.",
            {"ACLED": "Remote explosive/landmine/IED"},
            known_as=(
                "improvised explosive device",
                "саморобний вибуховий пристрій",
                "самодельное взрывное устройство",
                "сву",
            ),
        ),
        Code(
            "ground_raid",
            "Ground raid",
            "Armed people entering on the ground.",
            {"ACLED": "Armed clash; Attack"},
            known_as=("raid", "incursion", "ground attack", "рейд", "наземна атака", "наземная атака"),
        ),
        Code(
            "small_arms",
            "Small arms",
            "Rifles, pistols, machine guns.",
            {"ACLED": "Armed clash; Attack", "SDG 16.1.2": "small arms and light weapons"},
            known_as=(
                "shooting",
                "gunfire",
                "small arms fire",
                "sniper",
                "стрілянина",
                "стрілецька зброя",
                "снайпер",
                "стрельба",
                "стрелковое оружие",
            ),
        ),
        Code(
            "interception_debris",
            "Interception debris",
            "Harm from the debris of a missile or drone that was shot down.",
            {"ACLED": "Disrupted weapons use"},
            known_as=("debris", "falling debris", "уламки", "падіння уламків", "обломки", "падение обломков"),
        ),
        Code(
            "explosion_unknown",
            "Explosion, cause unknown",
            "An explosion whose cause the sources do not give.",
            known_as=("explosion", "explosions", "blast", "вибух", "вибухи", "взрыв", "взрывы"),
        ),
        Code(
            "mixed",
            "Mixed",
            "Several of these at once, not to be told apart.",
            known_as=(
                "combined",
                "комбінована атака",
                "комбінований удар",
                "комбинированная атака",
                "комбинированный удар",
            ),
        ),
        Code("unknown", "Type not stated", "The sources do not say what kind of incident it was."),
    ),
)

WEAPON = CodeList(
    "weapon",
    "Weapon",
    "The weapon, where a source names it. Who used it is a matter for the claims.",
    (
        Code(
            "artillery",
            "Artillery",
            "Guns and howitzers.",
            known_as=("howitzer", "артилерія", "гаубиця", "артиллерия", "гаубица"),
        ),
        Code("mortar", "Mortar", "Mortars.", known_as=("mortars", "міномет", "миномет")),
        Code(
            "mlrs",
            "Multiple-launch rockets",
            "Multiple-launch rocket systems.",
            known_as=("grad", "рсзв", "рсзо", "град"),
        ),
        Code("tank", "Tank", "Tank guns.", known_as=("танк",)),
        Code(
            "ballistic_missile",
            "Ballistic missile",
            "Ballistic missiles.",
            known_as=("ballistic", "балістична ракета", "балістика", "баллистическая ракета", "баллистика"),
        ),
        Code("cruise_missile", "Cruise missile", "Cruise missiles.", known_as=("крилата ракета", "крылатая ракета")),
        Code(
            "air_defence_missile",
            "Air-defence missile",
            "Air-defence missiles, used against the ground or fallen.",
            known_as=("air defense missile", "зенітна ракета", "зенитная ракета"),
        ),
        Code(
            "glide_bomb",
            "Glide bomb",
            "Guided or unguided bombs from aircraft.",
            known_as=(
                "guided bomb",
                "kab",
                "каб",
                "авіабомба",
                "керована авіабомба",
                "авиабомба",
                "управляемая авиабомба",
            ),
        ),
        Code("helicopter", "Helicopter", "Fire from helicopters.", known_as=("гелікоптер", "вертоліт", "вертолет")),
        Code(
            "drone_short_range",
            "Short-range drone",
            "First-person-view and dropping drones.",
            {"OHCHR": "short-range drone"},
            known_as=("fpv", "fpv drone", "fpv дрон"),
        ),
        Code(
            "drone_long_range",
            "Long-range drone",
            "Loitering munitions.",
            {"OHCHR": "loitering munition"},
            known_as=("shahed", "geran", "шахед", "герань"),
        ),
        Code(
            "drone",
            "Drone, range not stated",
            "A drone whose kind the sources do not give.",
            known_as=("uav", "дрон", "бпла", "безпілотник", "беспилотник"),
        ),
        Code(
            "small_arms",
            "Small arms",
            "Rifles, pistols, machine guns.",
            known_as=("стрілецька зброя", "стрелковое оружие"),
        ),
        Code(
            "mine", "Mine or remnant", "Landmines and explosive remnants.", known_as=("landmine", "uxo", "міна", "мина")
        ),
        Code(
            "ied", "Improvised device", "Improvised explosive devices.", known_as=("improvised explosive device", "сву")
        ),
        Code(
            "other",
            "Other",
            "Named by the source and not in this list; the summary says which.",
            known_as=("інше", "інша", "другое", "иное"),
        ),
    ),
)

SCOPE = CodeList(
    "scope",
    "Scope",
    "What the record covers. Only single incidents are added into totals; the rest is shown set apart.",
    (
        Code(
            "incident",
            "One incident",
            "Something that happened at one place and time.",
            {"UCDP": "event_clarity 1"},
            known_as=("event", "інцидент", "подія", "инцидент", "событие"),
        ),
        Code(
            "period",
            "Period statement",
            "A statement about several incidents over days or weeks that cannot be taken apart.",
            {"UCDP": "event_clarity 2"},
            known_as=("aggregate", "period aggregate", "період", "за період", "период", "за период"),
        ),
        Code(
            "cumulative",
            "Running total",
            "A total since some start; each new one contains the last.",
            known_as=("total", "running total", "наростаючим підсумком", "нарастающим итогом"),
        ),
    ),
)

STATUS = CodeList(
    "status",
    "Status of the claim",
    "How well established a claim is, from weakest to strongest, then the two that never count.",
    (
        Code(
            "reported",
            "Reported",
            "One source says so.",
            {"Airwars": "Weak"},
            known_as=(
                "claimed",
                "unconfirmed",
                "повідомлено",
                "повідомляється",
                "не підтверджено",
                "сообщается",
                "сообщено",
                "не подтверждено",
            ),
        ),
        Code("corroborated", "Corroborated", "Two or more independent credible sources agree.", {"Airwars": "Fair"}),
        Code(
            "confirmed",
            "Confirmed",
            "Established by investigation, or admitted by the side responsible.",
            {"Airwars": "Confirmed", "OHCHR": "verified"},
            known_as=(
                "confrmed",
                "verified",
                "підтверджено",
                "підтверджений",
                "перевірено",
                "подтверждено",
                "подтвержден",
                "проверено",
            ),
        ),
        Code(
            "disputed",
            "Disputed",
            "Contradicted by evidence or by another party. Not counted.",
            {"Airwars": "Contested"},
            known_as=("contested", "спірно", "оскаржується", "спорно", "оспаривается"),
        ),
        Code(
            "withdrawn",
            "Withdrawn",
            "Taken back by its source or the recorder. Not counted.",
            {"Airwars": "Discounted"},
            known_as=("retracted", "відкликано", "отозвано"),
        ),
    ),
)

PEOPLE = CodeList(
    "people",
    "People",
    "Which people a figure is about. Groups are parts of everyone and are never added to it.",
    (
        Code(
            "everyone",
            "Everyone",
            "All people harmed, whoever they were.",
            known_as=("all", "total", "people", "everybody", "усі", "всі", "все", "люди"),
        ),
        Code(
            "civilians",
            "Civilians",
            "Civilians.",
            {"OHCHR": "civilians", "UCDP": "deaths_civilians"},
            known_as=("civilian", "цивільні", "цивільний", "мирні жителі", "гражданские", "мирные жители"),
        ),
        Code(
            "combatants",
            "Combatants",
            "Members of armed forces or groups.",
            {"UCDP": "deaths_a, deaths_b"},
            known_as=("combatant", "soldiers", "військові", "комбатанти", "военные", "комбатанты"),
        ),
        Code(
            "children",
            "Children",
            "People under 18.",
            {"OHCHR": "girls and boys"},
            known_as=("child", "діти", "дитина", "дети", "ребенок"),
        ),
        Code(
            "women",
            "Women",
            "Women of 18 and over.",
            {"OHCHR": "women"},
            known_as=("woman", "жінки", "жінка", "женщины", "женщина"),
        ),
        Code(
            "men",
            "Men",
            "Men of 18 and over.",
            {"OHCHR": "men"},
            known_as=("man", "чоловіки", "чоловік", "мужчины", "мужчина"),
        ),
        Code(
            "girls",
            "Girls",
            "Girls under 18; part of children.",
            {"OHCHR": "girls"},
            known_as=("girl", "дівчата", "дівчинка", "девочки", "девочка"),
        ),
        Code(
            "boys",
            "Boys",
            "Boys under 18; part of children.",
            {"OHCHR": "boys"},
            known_as=("boy", "хлопчики", "хлопчик", "мальчики", "мальчик"),
        ),
        Code(
            "aid_workers",
            "Aid workers",
            "Staff of aid organisations.",
            known_as=("aid worker", "гуманітарні працівники", "гуманитарные работники"),
        ),
        Code(
            "medical_workers",
            "Medical workers",
            "Health staff and ambulance crews.",
            known_as=("medical worker", "medics", "медики", "медичні працівники", "медработники"),
        ),
        Code(
            "journalists",
            "Journalists",
            "Journalists and media workers.",
            known_as=("journalist", "журналісти", "журналист", "журналисты"),
        ),
    ),
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
            known_as=(
                "apartment",
                "apartment block",
                "apartments",
                "block of flats",
                "багатоквартирний будинок",
                "багатоквартирні будинки",
                "багатоповерхівка",
                "многоквартирный дом",
                "многоквартирные дома",
                "многоэтажка",
            ),
        ),
        Code(
            "house",
            "Houses",
            "Single dwellings.",
            {"Copernicus": "residential"},
            known_as=(
                "houses",
                "home",
                "private house",
                "private houses",
                "приватний будинок",
                "приватні будинки",
                "частный дом",
                "частные дома",
            ),
        ),
        Code(
            "dormitory",
            "Dormitories, shelters",
            "Collective housing and accommodation centres.",
            known_as=("shelter", "гуртожиток", "общежитие"),
        ),
        Code(
            "education",
            "Schools, childcare",
            "Schools, kindergartens, universities.",
            {"Copernicus": "education"},
            known_as=(
                "school",
                "schools",
                "kindergarten",
                "university",
                "школа",
                "школи",
                "дитячий садок",
                "дитсадок",
                "університет",
                "школы",
                "детский сад",
                "детсад",
                "университет",
            ),
        ),
        Code(
            "health",
            "Health facilities",
            "Hospitals, clinics, ambulance stations.",
            {"Copernicus": "hospital"},
            known_as=(
                "hospital",
                "hospitals",
                "clinic",
                "лікарня",
                "поліклініка",
                "амбулаторія",
                "больница",
                "поликлиника",
                "амбулатория",
            ),
        ),
        Code(
            "administrative",
            "Administrative buildings",
            "Offices, police, fire and post stations.",
            known_as=(
                "police station",
                "fire station",
                "post office",
                "адміністративна будівля",
                "адмінбудівля",
                "административное здание",
            ),
        ),
        Code(
            "religious",
            "Places of worship",
            "Churches, mosques, synagogues, monasteries.",
            {"Copernicus": "religious"},
            known_as=("church", "mosque", "synagogue", "церква", "храм", "мечеть", "церковь"),
        ),
        Code(
            "cultural",
            "Cultural sites",
            "Museums, theatres, libraries, monuments.",
            {"Copernicus": "cultural"},
            known_as=(
                "museum",
                "theatre",
                "theater",
                "library",
                "музей",
                "театр",
                "бібліотека",
                "будинок культури",
                "библиотека",
                "дом культуры",
            ),
        ),
        Code(
            "commercial",
            "Shops, markets",
            "Shops, markets, hotels, offices of firms.",
            {"Copernicus": "commercial"},
            known_as=(
                "shop",
                "shops",
                "market",
                "hotel",
                "магазин",
                "ринок",
                "торговий центр",
                "готель",
                "рынок",
                "торговый центр",
                "гостиница",
            ),
        ),
        Code(
            "industrial",
            "Industry, refineries, fuel depots",
            "Factories, refineries, fuel depots, warehouses.",
            {"Copernicus": "industrial"},
            known_as=(
                "refinery",
                "factory",
                "fuel depot",
                "warehouse",
                "oil depot",
                "завод",
                "нафтобаза",
                "нпз",
                "склад",
                "підприємство",
                "нефтебаза",
                "предприятие",
            ),
        ),
        Code(
            "energy",
            "Energy",
            "Power stations, substations, heating, gas.",
            {"Copernicus": "power plants"},
            known_as=(
                "substation",
                "power plant",
                "power station",
                "підстанція",
                "електростанція",
                "подстанция",
                "электростанция",
            ),
        ),
        Code(
            "water",
            "Water",
            "Waterworks, dams, sewers.",
            {"Copernicus": "water infrastructure"},
            known_as=("waterworks", "dam", "гребля", "дамба", "плотина"),
        ),
        Code(
            "transport",
            "Transport",
            "Bridges, roads, railways, airports.",
            {"Copernicus": "transportation"},
            known_as=(
                "bridge",
                "railway",
                "railway station",
                "airport",
                "road",
                "міст",
                "мост",
                "залізниця",
                "вокзал",
                "аеропорт",
                "железная дорога",
                "аэропорт",
            ),
        ),
        Code(
            "port",
            "Ports",
            "Harbours and terminals.",
            {"Copernicus": "harbours"},
            known_as=("harbour", "harbor", "порт"),
        ),
        Code(
            "agricultural",
            "Agriculture",
            "Farms, grain stores, greenhouses.",
            {"Copernicus": "agricultural"},
            known_as=("farm", "greenhouse", "ферма", "елеватор", "элеватор"),
        ),
        Code(
            "vehicle",
            "Vehicles",
            "Cars, buses, ambulances, trains, ships.",
            known_as=(
                "car",
                "cars",
                "bus",
                "truck",
                "автомобіль",
                "автомобілі",
                "авто",
                "автобус",
                "автомобиль",
                "автомобили",
                "машина",
            ),
        ),
        Code(
            "military",
            "Military",
            "Bases, depots, positions.",
            {"Copernicus": "military"},
            known_as=("військовий об'єкт", "военный объект"),
        ),
        Code("unknown", "Type not stated", "The source does not say what kind of structure."),
    ),
)

EXTENT = CodeList(
    "extent",
    "Extent of damage",
    "How badly a structure was damaged, as far as the source says.",
    (
        Code(
            "destroyed",
            "Destroyed",
            "Destroyed, beyond repair.",
            {"Copernicus": "destroyed", "UNOSAT": "destroyed"},
            known_as=(
                "destroy",
                "totally destroyed",
                "completely destroyed",
                "зруйновано",
                "зруйнований",
                "знищено",
                "разрушено",
                "разрушен",
                "уничтожено",
                "уничтожен",
            ),
        ),
        Code(
            "damaged",
            "Damaged",
            "Damaged, to whatever degree.",
            {"Copernicus": "damaged", "UNOSAT": "severe, moderate"},
            known_as=(
                "damage",
                "partially damaged",
                "severely damaged",
                "moderately damaged",
                "пошкоджено",
                "пошкоджений",
                "повреждено",
                "поврежден",
            ),
        ),
        Code(
            "unspecified",
            "Extent not stated",
            "Hit or on fire; the source does not say how badly.",
            known_as=("affected", "unknown"),
        ),
    ),
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
