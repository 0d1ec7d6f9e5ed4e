# Tables of a study's lines. Efficiency: the time of one rank over that of n ranks (weak), or over n times that of n
# ranks (strong).
def percent: (. * 1000 | round) / 10 | tostring | if contains(".") then . else . + ".0" end | . + " %";
def milliseconds: (. * 1e6 | round) / 1e3 | tostring;
def title:
  "SIMULATED, \(.curve) scaling: " +
  (if .study == "lloyd" then "a Lloyd pass, k = \(.k); a rank hands \(.calls) call of \(.bytes) bytes to MPI"
   else "the sweep, k = 2 to 10, \(.fits) fits in \(.passes) passes, and their quality" end);
group_by([.study, .k, .curve])[]
| sort_by(.ranks)
| (map(select(.ranks == 1))[0].seconds) as $alone
| "", (last | title), "",
  "| ranks | songs a rank | ms | of these communication | efficiency |",
  "|---|---|---|---|---|",
  (.[]
   | ($alone / .seconds / (if .curve == "strong" then .ranks else 1 end)) as $efficiency
   | "| \(.ranks) | \(.rows) | \(.seconds | milliseconds) | \(.seconds - .compute | milliseconds) | \($efficiency | percent) |")
