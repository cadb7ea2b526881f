// The one script, of web and loket together: at most 150 lines, and every page works without it.
"use strict";
