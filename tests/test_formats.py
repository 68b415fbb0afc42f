import pandas as pd
import pytest

from pipelines import codebook, formats
from pipelines.formats import fill, simple

UCDP_45 = (
    "id,year,active_year,start_year,end_year,type_of_violence,conflict_new_id,conflict_name,dyad_new_id,dyad_name,side_a_new_id,"
    "gwnoa,side_a,side_b_new_id,gwnob,side_b,number_of_sources,source_article,source_office,source_date,source_headline,"
    "source_original,where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,iso3,"
    "region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high"
)
UCDP_49 = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,"
    "dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,"
    "source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,where_description,"
    "adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,"
    "deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob"
)
ACLED_OLD = (
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,assoc_actor_1,"
    "inter1,actor2,assoc_actor_2,inter2,interaction,region,country,admin1,admin2,admin3,location,latitude,longitude,"
    "geo_precision,source,source_scale,notes,fatalities,timestamp,iso3"
)
ACLED_NEW = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,"
    "assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,"
    "geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        *[(list(table.columns), table.name) for table in codebook.TABLES],
        *[([column.label for column in table.columns], table.name) for table in codebook.TABLES],
        (list(reversed(codebook.INCIDENTS_TABLE.columns)), "incidents"),
        ([*codebook.DAMAGE_TABLE.columns, "our remarks"], "damage"),
        (list(simple.TEMPLATE), "simple"),
        (["Date", "Place", "Region", "Killed", "Source", "Colour"], "simple"),
        (UCDP_45.split(","), "ucdp"),
        (UCDP_49.split(","), "ucdp"),
        (ACLED_OLD.split(","), "acled"),
        (ACLED_NEW.split(","), "acled"),
        (["date", "place", "killed"], None),
        (["Wann", "Wo", "Tote"], None),
        (["a", "b"], None),
        ([], None),
    ],
)
def test_a_layout_is_known_by_its_header_in_any_order(header, name):
    layout = formats.recognise([str(each) for each in header])
    assert (layout and layout.name) == name


def test_every_header_of_the_template_is_a_column_of_the_form():
    assert set(simple.TEMPLATE) <= set(simple.HEADERS)
    assert set(simple.EXAMPLE) == set(simple.TEMPLATE)
    assert {"date", "source"} <= set(simple.REQUIRED) <= set(simple.TEMPLATE)


def test_an_id_column_does_not_pass_for_permanent_numbers_unasked():
    assert "id" not in simple.mapping_of(["id", "date", "source", "place", "killed"])
    assert simple.mapping_of(["incident_id", "date"])["incident_id"] == "incident_id"


def test_of_two_columns_for_one_thing_the_one_with_the_right_name_counts():
    assert simple.mapping_of(["fatalities", "killed"]) == {"killed": "killed"}


def test_a_mapping_renames_fills_in_constants_and_lists_the_rest():
    frame = pd.DataFrame({"Wann": ["2023-05-31"], "Tote": ["5"], "Farbe": ["rot"]}, dtype="str")
    found = simple.mapped(
        frame, {"Wann": "date", "Tote": "killed", "Farbe": "", "Fehlt": "place"}, {"source": "Ministry"}
    )
    assert found.text.to_dict("records") == [{"date_start": "2023-05-31", "killed": "5", "publisher": "Ministry"}]
    assert found.not_kept == ("Farbe",)
    assert found.labels["killed"] == "Tote"


def test_a_sentence_is_filled_for_every_row():
    cells = pd.Series(["A", "B"], index=[2, 3], dtype="str")
    made = fill.rows("{who}, from {where}.", who=cells, where=cells.str.lower())
    pd.testing.assert_series_equal(made, pd.Series(["A, from a.", "B, from b."], index=[2, 3], dtype="str"))
