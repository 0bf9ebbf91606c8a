// Back leads to the page before, every page opens at its top, a phone's menu closes, and the links at the end
// of a page lead on.
//
// Streamlit 1.67 gives every change of the address a place in the browser's history, also those that a page
// makes while it opens: `/verification`, then `?design=matchnet`, then `&sharing=unshared`. So Back stayed on
// the page. Now only another page gets a place of its own. A page kept the scroll position of the one before
// where its elements came soon enough to take the old ones' places. On a phone the menu stayed open over the
// page that was chosen in it. When Streamlit changes: try without.
function mend_navigation() {
  if (history.is_mended) return; // by another page
  history.is_mended = true;
  let page = location.pathname;
  const start_at_top = () => {
    if (location.pathname === page) return;
    page = location.pathname;
    document.querySelector("[data-testid=stMain]").scrollTo(0, 0);
    const menu = innerWidth <= 768 && document.querySelector("[data-testid=stSidebar][data-collapsed=false]");
    if (menu) menu.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  };
  const push = history.pushState.bind(history);
  history.pushState = (state, unused, url) => {
    if (new URL(url, location).pathname === page) return history.replaceState(state, unused, url);
    push(state, unused, url);
    start_at_top();
  };
  addEventListener("popstate", start_at_top);
  document.addEventListener("click", follow_way_on, true);
}

/** Goes on within the app, as Back does. A link of Streamlit's own would be an element for each. */
function follow_way_on(event) {
  const link = event.target.closest?.('.st-key-way_on a:not([href^="#"])');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  const url = new URL(link.href);
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name.startsWith("embed")) url.searchParams.append(name, value);
  }
  history.pushState({}, "", url);
  dispatchEvent(new PopStateEvent("popstate"));
}
