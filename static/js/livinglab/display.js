// Before the first paint: the reader's text size and 선명한 화면, kept on this device only.
(() => {
  const root = document.documentElement;
  root.classList.add("has-script");
  try {
    for (const name of ["text", "contrast"]) {
      const value = localStorage.getItem(`livinglab.${name}`);
      if (value) root.dataset[name] = value;
    }
  } catch {
    // Storage may be closed in a kiosk; the page then looks as it comes.
  }
})();
