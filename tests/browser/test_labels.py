"""No label of an axis or a histogram covers another one, however narrow the page is."""

from base64 import b64encode

import pytest
from playwright.sync_api import Page, expect

from pages.parts.shared.language import LANGUAGES
from pages.parts.shared.numbers import decided_by
from pages.parts.shared.visuals import AXIS_BACKGROUND, AXIS_WORDS, HERE
from siamese_core import DESIGNS, load_twins
from tests.browser.driver import go_on_with, open_page, press

COVERED = """(chart, left, right) => {
    const labels = [...chart.querySelectorAll("text")].filter((text) => text.textContent);
    const places = labels.map((label) => label.getBoundingClientRect());
    const meet = (a, b) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    return labels.flatMap((label, i) => [
        ...(places[i].left < left - 1 || places[i].right > right + 1 ? [`cut: ${label.textContent}`] : []),
        ...labels.filter((_, j) => j < i && meet(places[i], places[j])).map(
            (other) => `${label.textContent} on ${other.textContent}`)
    ]);
}"""
SHOW_AXES = (
    f"""async ([module, css, html, data]) => {{
    const covered = {COVERED};"""
    + """
    const { default: show } = await import(`data:text/javascript;base64,${module}`);
    document.body.innerHTML = `<style>${css}</style>${html}`;
    const faults = [];
    for (let width = 296; width <= 1200; width += 25) {
        document.body.style = `margin: 0; width: ${width}px; --st-font: sans-serif`;
        for (let value = 0; value < 1.1 * data.end; value += data.end / 30) {
            const [parentElement, text] = [document.body, value.toFixed(3)];
            show({ data: JSON.stringify({ ...data, value, value_text: text }), parentElement })();
            faults.push(...covered(document.body, 0, width).map((fault) => [width, value, fault]));
        }
    }
    return [faults, document.querySelectorAll("text").length];
}"""
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shared", [True, False], ids=["shared", "unshared"])
@pytest.mark.parametrize("design", DESIGNS)
def test_labels_of_the_axis_leave_each_other_free(
    page: Page, design: str, shared: bool, language: str
) -> None:
    twins = load_twins(design, shared)
    data = {
        **twins.card["histograms"][decided_by(twins)],
        "threshold": twins.threshold,
        "threshold_text": f"{twins.threshold:.2f}",
        "margin": twins.design.margin,
        "same_is_small": twins.design.margin is not None,
        "summary": "",
        "words": {name: text.in_language(language) for name, text in AXIS_WORDS.items()},
    }
    module, css, html = ((HERE / f"axis{ending}").read_text() for ending in (".js", ".css", ".html"))
    more_css, more_module = (part.read_text() for part in AXIS_BACKGROUND)
    encoded = b64encode((module + more_module + (HERE / "visuals.js").read_text()).encode()).decode()
    faults, labels = page.evaluate(SHOW_AXES, [encoded, more_css + css, html, data])
    assert faults == []
    assert labels > 8


@pytest.mark.parametrize("design", DESIGNS)
def test_labels_of_the_histogram_leave_each_other_free(page: Page, app: str, design: str) -> None:
    open_page(page, f"{app}/verification?design={design}")
    chart = page.locator("[data-testid=stEChartsChart]").first
    for end in ("", "Home", "End"):  # the threshold is where it was calibrated, then at both ends
        if end:
            press(page, "threshold", end)
        for width in (320, 390, 700, 1024):
            page.set_viewport_size({"width": width, "height": 768})
            page.wait_for_timeout(300)
            box = chart.bounding_box()
            assert box is not None
            ends = [box["x"], box["x"] + box["width"]]
            faults = chart.evaluate(f"(chart, ends) => ({COVERED})(chart, ...ends)", ends)
            assert faults == [], (width, end)
    assert chart.locator("text").count() > 10


@pytest.mark.parametrize("part", ["Over the margin", "Distance and margin", "Real pairs"])
@pytest.mark.parametrize("design", ["cnn_contrastive", "matchnet"])  # the pair is near, or far
def test_labels_of_the_loss_leave_each_other_free(page: Page, app: str, design: str, part: str) -> None:
    faults = []
    for margin in (0.1, 1, 2.15, 3):
        page.set_viewport_size({"width": 1024, "height": 768})
        open_page(page, f"{app}/contrastive_loss?design={design}&margin={margin}")
        go_on_with(page, "loss_part", part)
        charts = page.locator("[data-testid=stMain] .stEChartsChart")
        expect(charts).to_have_count(3 if part == "Over the margin" else 2)
        for width in (328, 390, 700):  # on a phone, a chart is 32 pixels narrower
            page.set_viewport_size({"width": width, "height": 768})
            page.wait_for_timeout(400)
            for chart in charts.all():
                box = chart.bounding_box()
                assert box is not None
                ends = [box["x"], box["x"] + box["width"]]
                found = chart.evaluate(f"(chart, ends) => ({COVERED})(chart, ...ends)", ends)
                faults += [(margin, width, fault) for fault in found]
                assert chart.locator("text").count() > 8
    assert faults == []
