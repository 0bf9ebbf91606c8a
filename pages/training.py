"""How do twins learn? A training that one watches, from a heap of digits to ten islands."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.parts.shared.choosing import choose, choose_twins
from pages.parts.shared.lessons import TRAINING, show_way_on
from pages.parts.shared.pair import pair_on_page
from pages.parts.training.player import address_of_sheet, show_curves, show_player, show_slow_motion
from siamese_core.live import Settings, train_live

STYLE = Path(__file__).parent / "parts" / "training" / "style.css"

import pages.parts.training.player as _p

if not hasattr(_p, "_runs"):
    _p._runs = {}


def trained(settings):
    if settings not in _p._runs:
        _p._runs[settings] = train_live(settings)
    return _p._runs[settings]


twins = choose_twins(
    "How do twins learn?",
    "At first every digit lands anywhere. Pair by pair they are pulled together or pushed apart, until there are ten islands.",
)
digits = f".st-key-player {{ --test-digits: url({address_of_sheet()}); }}"
st.html(f"<style>{STYLE.read_text(encoding='utf-8')}{digits}</style>")
pair = pair_on_page()
run = trained(Settings(shared=twins.shared))
unseen = (
    choose("Digits on the map", ["digits it learns from", "digits it has never seen"], "shown_digits")
    == "digits it has never seen"
)
with st.container(key="watch"):
    with st.container(key="player"):
        show_player(run, pair, unseen, True, "summary")
    with st.container(key="beside_player"):
        show_curves(run, pair, unseen)
as_same = choose("As a pair of", ["different digits", "the same digit"], "step_as") == "the same digit"
with st.container(key="one_step"):
    show_slow_motion(run, pair, as_same)
show_way_on(TRAINING)
