// These pages keep nothing in the browser but three cookies. Libraries that would note something there, as HTMX does with
// the address of each page, meet a closed door before they start, and manage without.

for (const store of ["localStorage", "sessionStorage", "indexedDB"]) {
  Object.defineProperty(window, store, {
    get() { throw new DOMException(`${store} is not used here`, "SecurityError"); },
  });
}
