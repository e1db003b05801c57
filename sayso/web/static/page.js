// Tells of new reports, moves the map, tells what was read at a stretch of a report; everything works without it.
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  window.addEventListener("beforeunload", function () { document.documentElement.classList.add("busy"); });
  window.addEventListener("pageshow", function () { document.documentElement.classList.remove("busy"); });

  var seen = document.querySelector("[data-live]");
  if (seen && window.EventSource) {
    var source = new EventSource("/api/v1/changes");
    ["reading", "judgement", "redaction"].forEach(function (kind) {
      source.addEventListener(kind, function () { seen.hidden = false; });
    });
    window.addEventListener("pagehide", function () { source.close(); });
  }

  // Keys: one table, which the page's help shows and a test reads.
  var rows = Array.prototype.slice.call(document.querySelectorAll("[data-row]"));
  var walk = function (step) {
    var at = rows.indexOf(document.activeElement), to = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
    if (to) { to.focus(); to.scrollIntoView({ block: "nearest" }); }
  };
  var KEYS = {
    "/": function () { location.assign("/search"); },
    "j": function () { walk(1); },
    "k": function () { walk(-1); },
    "o": function () { var row = document.activeElement; if (rows.indexOf(row) < 0) { row = document.querySelector(".picked [data-row]"); } if (row) { row.click(); } }
  };
  document.addEventListener("keydown", function (e) {
    var t = e.target;
    if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(t.tagName) || !KEYS[e.key]) { return; }
    e.preventDefault();
    KEYS[e.key]();
  });

  var report = document.querySelector(".report"), told = document.querySelector("[data-told]");
  if (report && told) {
    var marked = Array.prototype.slice.call(report.querySelectorAll("span[class]"));
    var tell = function (span) { told.textContent = span.title || span.dataset.note || ""; };
    marked.forEach(function (span, n) {
      span.tabIndex = n ? -1 : 0;
      span.setAttribute("aria-describedby", "told");
      span.addEventListener("mouseenter", function () { tell(span); });
      span.addEventListener("focus", function () { tell(span); });
    });
    report.addEventListener("keydown", function (e) {
      var at = marked.indexOf(document.activeElement), to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: marked.length - 1 }[e.key];
      if (at < 0 || to === undefined || !marked[to]) { return; }
      e.preventDefault();
      marked[at].tabIndex = -1;
      marked[to].tabIndex = 0;
      marked[to].focus();
    });
  }

  var frame = document.querySelector("[data-map]"), map = frame && frame.querySelector("svg");
  if (map) {
    var W = 1080, H = 540, box = map.getAttribute("viewBox").split(" ").map(Number), cores = map.querySelectorAll(".core"), counts = map.querySelectorAll(".many");
    var show = function () {
      box[2] = Math.min(W, Math.max(W / 16, box[2])); box[3] = box[2] / 2;
      box[0] = Math.min(W - box[2], Math.max(0, box[0])); box[1] = Math.min(H - box[3], Math.max(0, box[1]));
      map.setAttribute("viewBox", box.join(" "));
      document.querySelectorAll(".moves .idle").forEach(function (a) { a.classList.remove("idle"); });
      cores.forEach(function (c) { c.setAttribute("r", 3 * box[2] / W); });
      counts.forEach(function (c) {  // beside a dot, within a ring
        c.setAttribute("font-size", 12 * box[2] / W);
        if (c.getAttribute("text-anchor") === "start") { c.setAttribute("x", +c.dataset.x + 9 * box[2] / W); }
      });
    };
    var zoom = function (by, x, y) {
      var width = Math.min(W, Math.max(W / 16, box[2] / by)), share = width / box[2];
      box[0] = x - (x - box[0]) * share; box[1] = y - (y - box[1]) * share; box[2] = width;
      show();
    };
    var move = {
      "in": function () { zoom(2, box[0] + box[2] / 2, box[1] + box[3] / 2); }, out: function () { zoom(0.5, box[0] + box[2] / 2, box[1] + box[3] / 2); },
      west: function () { box[0] -= box[2] / 2; show(); }, east: function () { box[0] += box[2] / 2; show(); },
      north: function () { box[1] -= box[3] / 2; show(); }, south: function () { box[1] += box[3] / 2; show(); }, all: function () { box = [0, 0, W, H]; show(); }
    };
    var keep = function () {  // an address to share: the nearest of the server's steps
      var at = new URL(location.href), step = [1, 2, 4, 8, 16].reduce(function (a, b) { return Math.abs(Math.log(W / box[2] / b)) < Math.abs(Math.log(W / box[2] / a)) ? b : a; });
      at.searchParams.set("zoom", step);
      at.searchParams.set("lat", (90 - (box[1] + box[3] / 2) / H * 180).toFixed(2));
      at.searchParams.set("lon", ((box[0] + box[2] / 2) / W * 360 - 180).toFixed(2));
      history.replaceState(null, "", at);
    };
    document.querySelectorAll("[data-move]").forEach(function (a) {
      a.addEventListener("click", function (e) { e.preventDefault(); move[a.dataset.move](); keep(); });
    });
    frame.addEventListener("wheel", function (e) {
      if (!e.ctrlKey) { return; }
      e.preventDefault();
      var r = map.getBoundingClientRect();
      zoom(e.deltaY < 0 ? 1.25 : 0.8, box[0] + (e.clientX - r.left) / r.width * box[2], box[1] + (e.clientY - r.top) / r.height * box[3]);
      keep();
    }, { passive: false });
    var held = null, dragged = false;
    map.addEventListener("pointerdown", function (e) { held = [e.clientX, e.clientY, box[0], box[1]]; dragged = false; });
    window.addEventListener("pointermove", function (e) {
      if (!held) { return; }
      var r = map.getBoundingClientRect();
      if (Math.abs(e.clientX - held[0]) + Math.abs(e.clientY - held[1]) > 4) { dragged = true; }
      if (dragged) { box[0] = held[2] - (e.clientX - held[0]) / r.width * box[2]; box[1] = held[3] - (e.clientY - held[1]) / r.height * box[3]; show(); }
    });
    window.addEventListener("pointerup", function () { if (held && dragged) { keep(); } held = null; });
    map.addEventListener("click", function (e) { if (dragged) { e.preventDefault(); } }, true);
    map.addEventListener("dragstart", function (e) { e.preventDefault(); });
    frame.addEventListener("keydown", function (e) {
      var name = { "+": "in", "-": "out" }[e.key];
      if (name) { e.preventDefault(); move[name](); keep(); }
    });
  }
})();
