// Reloads the Today page's count when reports come in; marks a sentence that was clicked to; everything works without it.
(function () {
  "use strict";
  var seen = document.querySelector("[data-live]");
  if (seen && window.EventSource) {
    var first = null, source = new EventSource("/api/v1/changes");
    source.addEventListener("documents", function (e) {
      if (first === null) { first = e.data; } else if (e.data !== first) { seen.hidden = false; }
    });
    window.addEventListener("pagehide", function () { source.close(); });
  }
})();
