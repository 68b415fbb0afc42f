"""What the screens are compared with: the same filter, tiles and eight charts, as pages of Streamlit usually are."""

import altair as alt
import pandas as pd
import streamlit as st


@st.cache_data
def read() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The article's incidents with their claims about people, and its damaged structures."""
    incidents = pd.read_csv("data/incidents.csv", parse_dates=["date_start"], keep_default_na=False, na_values=[""])
    incidents = incidents[incidents["scope"] == "incident"]
    people = pd.read_csv("data/casualties.csv").groupby("incident_id", as_index=False)[["killed", "injured"]].max()
    damage = pd.read_csv("data/damage.csv").merge(incidents, on="incident_id")
    return incidents.merge(people, on="incident_id", how="left"), damage


st.set_page_config(layout="wide")
incidents, damage = read()
types = st.pills("Incident type", sorted(incidents["incident_type"].unique()), selection_mode="multi", key="type")
if types:
    incidents = incidents[incidents["incident_type"].isin(types)]
    damage = damage[damage["incident_type"].isin(types)]
for column, name in zip(st.columns(2), ("killed", "injured"), strict=True):
    column.metric(name, incidents[name].sum())
left, right = st.columns(2)
for name in ("killed", "injured"):
    by_week = incidents.groupby(pd.Grouper(key="date_start", freq="W"))[name].sum().reset_index()
    left.altair_chart(alt.Chart(by_week).mark_bar().encode(x="date_start:T", y=name, tooltip=["date_start", name]))
    by_region = incidents.groupby("region")[name].sum().reset_index()
    left.altair_chart(alt.Chart(by_region).mark_bar().encode(x=name, y=alt.Y("region", sort="-x"), tooltip=[name]))
    by_type = incidents.groupby("incident_type")[name].sum().reset_index()
    right.altair_chart(alt.Chart(by_type).mark_bar().encode(x=name, y=alt.Y("incident_type", sort="-x")))
right.altair_chart(
    alt.Chart(damage).mark_bar().encode(x="sum(count)", y=alt.Y("structure_type", sort="-x"), color="extent")
)
right.altair_chart(
    alt.Chart(incidents).mark_circle().encode(x="longitude", y="latitude", size="killed", tooltip=["place", "killed"])
)
