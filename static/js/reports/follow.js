// The building of a report has ended: shows the page anew, unless somebody is writing on it.

const written = (field) => field.value !== field.defaultValue;

document.addEventListener("report-ended", () => {
  const fields = document.querySelectorAll("main textarea, main input[type=text]");
  if (![...fields].some(written)) location.reload();
});
