
# A terminal of the given size in pixels; png with twice as many, for print.
terminal(width, height) = format eq "svg" \
  ? sprintf("set terminal svg size %d,%d font 'Helvetica,14' background '#ffffff' noenhanced", width, height) \
  : sprintf("set terminal pngcairo size %d,%d fontscale 1.7 linewidth 2 pointscale 1.6 font 'Helvetica,14' noenhanced", 2 * width, 2 * height)
file(name) = sprintf("%s.%s", name, format)
colours = "#0072b2 #d55e00 #009e73 #cc79a7"
symbols = "7 9 5 13"
colour(c) = int(sprintf("0x%s", substr(word(colours, int(c) % 4 + 1), 2, 7)))
symbol(c) = int(word(symbols, int(c) % 4 + 1))
grey = "#8a857b"
set border 3 lc rgb grey
set tics nomirror out textcolor rgb "#1d1b18"
set grid lc rgb "#dfdbd1" lt 1 lw 0.6
set offsets graph 0.03, graph 0.03, 0, 0

do for [format in "svg png"] {
  set key outside right Left
  set xlabel "ranks"
  set logscale x 2
  eval terminal(900, 460)
  set output file("run_speed_up")
  set title "Speed-up; bars: spread of the repeats, or 90 % bounds of a prediction; dotted: ideal"
  set logscale y 2
  plot for [i = 0 : studies - 1] "run_scaling.dat" index i using 1 : 2 : ($2 * $4 / $6) : ($2 * $4 / $5) \
         with yerrorlines pt symbol(i) lc rgb colour(i) lw 1.5 title columnheader(1), x / least dt 3 lc rgb grey notitle
  unset logscale y
  eval terminal(900, 460)
  set output file("run_efficiency")
  set title "Efficiency; bars: spread of the repeats, or 90 % bounds of a prediction"
  set yrange [0 : * < 2]
  plot for [i = 0 : studies - 1] "run_scaling.dat" index i using 1 : 3 : ($3 * $4 / $6) : ($3 * $4 / $5) \
         with yerrorlines pt symbol(i) lc rgb colour(i) lw 1.5 title columnheader(1), 1 dt 3 lc rgb grey notitle
  unset logscale x
  unset xlabel
  set autoscale
  eval terminal(900, 420)
  set output file("run_time")
  set title "Where the ranks' time goes, measured"
  set key outside right invert reverse Left
  set style data histogram
  set style histogram rowstacked
  set yrange [0 : 100]
  set ylabel "% of the ranks' time"
  plot "run_time.dat" using 2 : xticlabels(1) title "computing" fs solid 0.9 lc rgb "#1d1b18", \
       "" using 3 title "communicating" fs pattern 4 lc rgb "#2166ac", \
       "" using 4 title "reading and writing" fs pattern 2 lc rgb "#b35806", \
       "" using 5 title "waiting" fs pattern 5 lc rgb grey
  unset ylabel
  set style data points
  set autoscale
}
