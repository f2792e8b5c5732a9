// Charts: the figure is fetched as JSON, plotly is loaded once and only where a chart is, and
// the colours are the theme's tokens, so light, dark and print agree with the page.
//
// JSON: {"data": [...], "layout": {...}, "table": {"columns": [...], "rows": [[...]]}}.
// A colour may be written "var(--chart-1)". WebGL types need eval, which the policy forbids.
import { word } from "./words.js";

const SERIES = ["--chart-1", "--chart-2", "--chart-3", "--chart-4", "--chart-5", "--chart-6"];
const NEEDS_EVAL = new Set(["scattergl", "heatmapgl", "scatter3d", "surface", "mesh3d", "parcoords", "splom"]);
const WEEKDAYS = "日一二三四五六";
const figures = new WeakMap();
let loading = null;

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function withColours(value) {
  if (typeof value === "string") return value.replace(/var\((--[\w-]+)\)/g, (whole, name) => token(name) || whole);
  if (Array.isArray(value)) return value.map(withColours);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withColours(inner)]));
  }
  return value;
}

function registerChinese(Plotly) {
  const months = Array.from({ length: 12 }, (_, index) => `${index + 1} 月`);
  Plotly.register({
    moduleType: "locale",
    name: "zh-TW",
    dictionary: {},
    format: {
      days: [...WEEKDAYS].map((day) => `星期${day}`),
      shortDays: [...WEEKDAYS],
      months,
      shortMonths: months,
      date: "%Y/%m/%d",
      decimal: ".",
      thousands: ",",
      year: "%Y",
      month: "%Y/%m",
      dayMonth: "%-m/%-d",
      dayMonthYear: "%Y/%-m/%-d",
    },
  });
}

function plotly(source) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => { registerChinese(window.Plotly); resolve(window.Plotly); };
    script.onerror = () => { loading = null; reject(new Error("plotly")); };
    document.head.append(script);
  });
  return loading;
}

function axis(own = {}) {
  return {
    gridcolor: token("--chart-grid"),
    linecolor: token("--chart-axis"),
    tickcolor: token("--chart-axis"),
    zerolinecolor: token("--chart-axis"),
    automargin: true,
    separatethousands: true,
    fixedrange: true,
    ...own,
  };
}

function layout(own = {}) {
  const font = { family: getComputedStyle(document.body).fontFamily, size: 12, color: token("--chart-ink") };
  const house = {
    margin: { l: 48, r: 16, t: 16, b: 32 },
    showlegend: false,
    hovermode: "x unified",
    legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
    ...own,
    font: { ...font, ...own.font },
    colorway: SERIES.map(token),
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    hoverlabel: { bgcolor: token("--chart-paper"), bordercolor: token("--chart-axis"), font, ...own.hoverlabel },
    autosize: true,
    separators: ".,",
  };
  delete house.title; // the page writes the title, as text
  delete house.template; // plotly's default template would bring its own colours
  for (const key of Object.keys(own)) if (/^[xy]axis\d*$/.test(key)) house[key] = axis(own[key]);
  house.xaxis ??= axis();
  house.yaxis ??= axis();
  return house;
}

// Lines carry their names at their end, where the eye is; a legend only where that cannot be.
function label(figure) {
  const lines = figure.data.filter((trace) => trace.type === "scatter" && trace.name && !trace.fill && !(trace.mode ?? "").includes("text"));
  const apart = figure.data.length - lines.length;
  if (lines.length < 2 || lines.length > 6 || figure.layout.showlegend !== undefined) {
    if (figure.data.length > 1 && apart) figure.layout.showlegend ??= true;
    return;
  }
  if (apart) { figure.layout.showlegend = true; return; }
  const ends = lines.map((trace, index) => {
    let last = trace.y.length - 1;
    while (last > 0 && trace.y[last] === null) last -= 1;
    return { name: trace.name, x: trace.x[last], y: trace.y[last], colour: trace.line?.color ?? token(SERIES[index % SERIES.length]) };
  }).filter((end) => typeof end.y === "number").sort((a, b) => b.y - a.y);
  const values = lines.flatMap((trace) => trace.y).filter((value) => typeof value === "number");
  const line = (Math.max(...values) - Math.min(0, ...values)) / 16 || 1; // about one line of text
  let shift = 0;
  ends.forEach((end, index) => {
    const above = ends[index - 1];
    shift = above ? Math.min(0, shift - Math.max(0, 14 - (14 * (above.y - end.y)) / line)) : 0;
    if (above && above.y - end.y > 2 * line) shift = 0;
    figure.layout.annotations = [...(figure.layout.annotations ?? []), {
      x: end.x, y: end.y, text: end.name, xanchor: "left", xshift: 8, yshift: shift,
      showarrow: false, font: { color: end.colour, size: 12 },
    }];
  });
  const longest = Math.max(...ends.map((end) => [...end.name].reduce((sum, sign) => sum + (sign > "\u2e80" ? 13 : 7.5), 0)));
  figure.layout.margin = { l: 48, t: 16, b: 32, ...figure.layout.margin, r: Math.min(longest + 20, 140) };
}

async function draw(chart) {
  const place = chart.querySelector("[data-chart-plot]");
  let figure = figures.get(chart);
  try {
    if (!figure) {
      const response = await fetch(chart.dataset.chartUrl, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!response.ok) throw new Error(String(response.status));
      figure = await response.json();
      figures.set(chart, figure);
      table(chart, figure.table);
    }
    const traces = (figure.data ?? []).filter((trace) => !NEEDS_EVAL.has(trace.type));
    if (!traces.length) return said(place, figure.reason ?? word("chart-empty"));
    const Plotly = await plotly(chart.dataset.plotly);
    const coloured = withColours({ data: traces, layout: figure.layout ?? {} });
    label(coloured);
    if (!place.classList.contains("js-plotly-plot")) place.replaceChildren();
    const chinese = document.documentElement.lang.toLowerCase().startsWith("zh");
    await Plotly.react(place, coloured.data, layout(coloured.layout), {
      displayModeBar: false,
      responsive: true,
      locale: chinese ? "zh-TW" : "en",
      doubleClick: false,
    });
    chart.dataset.chartDrawn = "yes";
  } catch {
    said(place, word("chart-failed"));
    toggle(chart, true);
  }
}

function said(place, sentence) {
  const words = document.createElement("p");
  words.className = "chart-said";
  words.textContent = sentence;
  place.removeAttribute("role");
  place.replaceChildren(words);
}

// The table of the same figures: the page's own, or made from the JSON.
function table(chart, own) {
  const place = chart.querySelector("[data-chart-table]");
  if (!own || place.querySelector("table")) return;
  const made = document.createElement("table");
  made.className = "table";
  const head = made.createTHead().insertRow();
  own.columns.forEach((name, index) => {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    if (index) cell.className = "number";
    head.append(cell);
  });
  const body = made.createTBody();
  for (const row of own.rows) {
    const line = body.insertRow();
    row.forEach((value, index) => {
      const cell = document.createElement(index ? "td" : "th");
      if (index) cell.className = "number";
      else cell.scope = "row";
      cell.textContent = value ?? "—";
      line.append(cell);
    });
  }
  const frame = document.createElement("div");
  frame.className = "table-frame";
  frame.append(made);
  place.append(frame);
}

function toggle(chart, shown) {
  chart.querySelector("[data-chart-table]").hidden = !shown;
  chart.querySelector("[data-chart-table-button]")?.setAttribute("aria-expanded", String(shown));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-chart-table-button]");
  if (!button) return;
  const chart = button.closest("[data-chart]");
  toggle(chart, chart.querySelector("[data-chart-table]").hidden);
});

// Drawn when near the window; all at once before printing.
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    watcher.unobserve(entry.target);
    draw(entry.target);
  }
}, { rootMargin: "300px" });

function find(root) {
  for (const chart of root.querySelectorAll("[data-chart]")) if (!figures.has(chart)) watcher.observe(chart);
}

find(document);
document.addEventListener("htmx:load", (event) => find(event.target.parentNode ?? document));
document.addEventListener("theme-changed", () => {
  for (const chart of document.querySelectorAll("[data-chart-drawn]")) draw(chart);
});
