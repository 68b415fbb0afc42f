"""The front door: serve, select, navigate.

`streamlit run dashboard.py` imports this file for the web server, and runs it once more for each visitor and click.
"""

from functools import partial

import streamlit as st

import views
from views import address, desk, filters, parts, serving

if __name__ != "__main__":
    app = st.App(
        __file__,
        lifespan=serving.warm_up,
        routes=serving.ROUTES,
        middleware=serving.MIDDLEWARE,
        on_script_error=serving.report,
    )


def main() -> None:
    """Show the chosen screen for the chosen selection."""
    parts.style()
    pages = [
        st.Page(partial(show, screen), title=screen.title, url_path=screen.address, default=not screen.address)
        for screen in views.SCREENS
    ]
    page = st.navigation(pages, position="top")
    st.set_page_config(page_title=views.title(page.title), layout="wide", page_icon=views.ICON)
    parts.problems(address.read(page.url_path))
    page.run()
    address.write(page.url_path)


def show(screen: views.Screen) -> None:
    """Draw the filters, and under them the screen for what they select."""
    newest = desk.newest()
    now = desk.open_for(filters.choose(newest), newest)
    parts.as_of_banner(now)
    screen.show(now)
    desk.follow(now.newest)


if __name__ == "__main__":
    main()
