// The component of each part of the page: Streamlit calls it whenever its data or the theme changed.

// The address below which the server's files are, whatever page of it is open.
function baseUrl() {
  const own = document.querySelector('script[src*="/static/js/index."]');
  return own ? new URL("../../", own.src).href : new URL("./", location.href).href;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector(".sitmap-host");
  const base = baseUrl();
  import(new URL("assets/room/mount.js", base).href)
    .then(({ mount }) => mount(host, data, base, setTriggerValue))
    .catch((problem) => {
      host.textContent = `This part of the page could not be loaded: ${problem.message}`;
    });
}
