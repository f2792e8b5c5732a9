// The one script of every page. Each module hooks itself on data- attributes by delegation,
// so parts that htmx swaps in need no set-up of their own.
import "./htmx-setup.js";
import "./theme.js";
import "./toast.js";
import "./dialog.js";
import "./panel.js";
import "./tip.js";
import "./keyboard.js";
import "./palette.js";
import "./lists.js";
import "./tables.js";
import "./forms.js";
import "./autosave.js";
import "./drop.js";
import "./chart.js";
import "./copy.js";
import "./report.js";
import "./gantt.js";
import "./calendar.js";
import "./team.js";
import "./composer.js";
import "./mentions.js";
import "./cut.js";
import "./arrange.js";
