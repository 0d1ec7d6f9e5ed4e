load "run.gp"

# A terminal of the given size in pixels; png with twice as many, for print. Ticks begin anew with each figure.
ticks = "set xtics nomirror out textcolor rgb '#1d1b18'; set ytics nomirror out textcolor rgb '#1d1b18'"
terminal(width, height) = (format eq "svg" \
  ? sprintf("set terminal svg size %d,%d font 'Helvetica,14' background '#ffffff' noenhanced; ", width, height) \
  : sprintf("set terminal pngcairo size %d,%d fontscale 1.7 linewidth 2 pointscale 1.6 font 'Helvetica,14' noenhanced; ", 2 * width, 2 * height)) \
  . ticks
file(name) = sprintf("%s.%s", name, format)

# The colours of the report, then its symbols: circle, triangle, square, diamond, triangle, plus, star.
colours = "#0072b2 #d55e00 #009e73 #cc79a7 #e69f00 #56b4e9 #332288 #999933 #882255 #117733 #aa4499 #6b6b6b"
symbols = "7 9 5 13 11 1 3"
patterns = "3 4 1 5 2 6 7"
colour(c) = int(sprintf("0x%s", substr(word(colours, int(c) % 12 + 1), 2, 7)))
symbol(c) = int(word(symbols, int(c) % 7 + 1))
grey = "#8a857b"
set border 3 lc rgb grey
set cbtics textcolor rgb "#1d1b18"
# Black or white, whichever can be read on a cell that lies the part t of the way to the palette's end.
ink(t) = abs(t) > 0.6 ? 0xffffff : 0x1d1b18
set grid lc rgb "#dfdbd1" lt 1 lw 0.6

do for [format in "svg png"] {

  eval terminal(900, 90 + 30 * k)
  set output file("sizes")
  set title "Songs of each cluster"
  set yrange [k - 0.5 : -0.5]
  set xrange [0 : *]
  set offsets 0, graph 0.22, 0, 0
  set style fill solid 0.9
  unset key
  unset xtics
  unset grid
  plot "sizes.dat" using ($2 / 2) : 0 : ($2 / 2) : (0.32) : (colour($0)) : yticlabels(1) with boxxyerror lc rgb variable, \
       "" using 2 : 0 : (sprintf("  %d (%.1f %%)", $2, $3)) with labels left
  set grid
  set offsets 0, 0, 0, 0
  set autoscale

  eval terminal(900, 640)
  set output file("choose_k")
  set multiplot layout 2, 1
  set xtics 1
  set lmargin 14
  set arrow 1 from first chosen, graph 0 to first chosen, graph 1 nohead lc rgb "#8c2f39" lw 1.5 front
  set autoscale xfix
  set title sprintf("Silhouette (with 95 %% interval) and inertia; chosen: k = %d", chosen)
  set ylabel "silhouette"
  unset xlabel
  set offsets 0.3, 0.3, 0, 0
  plot "choose_k.dat" using 1 : 2 with lines lc rgb "#1d1b18" lw 2, "" using 1 : 2 : 3 with yerrorbars pt 7 ps 0.8 lc rgb "#1d1b18"
  unset title
  set ylabel "inertia"
  set ytics format "%.0f"
  set xlabel "k, the number of clusters"
  plot "choose_k.dat" using 1 : 4 with linespoints pt 5 ps 0.8 lc rgb "#1d1b18" lw 2
  set ytics format "%h"
  unset multiplot
  set offsets 0, 0, 0, 0
  unset arrow 1
  unset xlabel
  unset ylabel
  set lmargin
  set xtics autofreq

  # Both maps on the same axes: those of the density, which a few outliers do not stretch.
  set xrange [pc1_low : pc1_high]
  set yrange [pc2_low : pc2_high]
  set xlabel sprintf("PC1 (%.0f %% of the variance)", pc1_percent)
  set ylabel sprintf("PC2 (%.0f %%)", pc2_percent)
  if (have_map) {
    eval terminal(900, 720)
    set output file("map")
    set title "A fair sample of songs by two principal components"
    plot "map.dat" using 1 : 2 : (symbol($3)) : (colour($3)) with points pt variable ps 0.35 lc rgb variable, \
         "map_centres.dat" using 1 : 2 with points pt 7 ps 3 lc rgb "white", \
         "" using 1 : 2 with points pt 6 ps 3 lc rgb "black", \
         "" using 1 : 2 : 3 with labels font ",12"
  }

  eval terminal(900, 720)
  set output file("map_density")
  set title "All songs by two principal components: songs in a cell"
  set palette defined (0 "#fbfaf6", 1 "#9ecae1", 2 "#3182bd", 3 "#08306b")
  set logscale cb
  set cbrange [1 : *]
  plot "map_density.dat" using 1 : 2 : ($3 > 0 ? $3 : NaN) with image pixels
  unset logscale cb
  set cbrange [* : *]
  unset xlabel
  unset ylabel
  set autoscale

  eval terminal(900, 170 + 34 * k)
  set output file("heat_map")
  set title "Centroids in standard deviations from the mean of the catalogue"
  set palette defined (-1 "#2166ac", 0 "#f7f5ef", 1 "#b35806")
  set cbrange [-largest_deviation : largest_deviation]
  unset colorbox
  set xtics rotate by -38
  set yrange [k - 0.5 : -0.5]
  set xrange [-0.5 : features - 0.5]
  unset grid
  plot "heat_map.dat" matrix rowheaders columnheaders using 1 : 2 : 3 with image pixels, \
       "" matrix rowheaders columnheaders using 1 : 2 : (abs($3) < 0.05 ? "0.0" : sprintf("%+.1f", $3)) : (ink($3 / largest_deviation)) with labels font ",11" textcolor rgb variable
  set autoscale

  eval terminal(900, 130 + 34 * features)
  set output file("correlation")
  set title "Correlation of features"
  set cbrange [-1 : 1]
  set yrange [features - 0.5 : -0.5]
  set xrange [-0.5 : features - 0.5]
  plot "correlation.dat" matrix rowheaders columnheaders using 1 : 2 : 3 with image pixels, \
       "" matrix rowheaders columnheaders using 1 : 2 : (abs($3) < 0.005 ? "0.00" : sprintf("%.2f", $3)) : (ink($3)) with labels font ",11" textcolor rgb variable
  set autoscale
  set colorbox
  set grid
  set cbrange [* : *]

  eval terminal(1100, 560)
  set output file("unit_means")
  set title "Mean features from 0 to 1"
  set style data histogram
  set style histogram clustered gap 1.5
  set yrange [0 : 1]
  set key outside right top noinvert reverse Left noenhanced
  plot for [c = 0 : k - 1] "unit_means.dat" using c + 2 : xticlabels(1) title columnheader(c + 2) \
       fs pattern int(word(patterns, c % 7 + 1)) border lc rgb colour(c) lc rgb colour(c)
  set xtics norotate
  unset key
  set autoscale

  if (have_distributions) {
    columns = features < 5 ? features : 5
    lines = (features + columns - 1) / columns
    eval terminal(1100, 80 + 240 * lines)
    set output file("distributions")
    set multiplot layout lines, columns margins 0.05, 0.99, 0.08, 1 - 90.0 / (80 + 240 * lines) spacing 0.05, 0.13 \
      title "Features within each cluster: all songs, middle half and median\n" noenhanced
    set ytics font ",11"
    unset title
    set key at graph 0.5, graph 1.13 center samplen 0 noenhanced
    set xrange [-0.6 : k - 0.4]
    set xtics 1
    do for [j = 0 : features - 1] {
      plot for [c = 0 : k - 1] "violins.dat" index (j * k + c) using 1 : 2 with filledcurves closed \
           fs solid 0.5 lc rgb colour(c) notitle, \
           "boxes.dat" index j skip 1 using 1 : 3 : 3 : 5 : 5 : (0.14) with candlesticks fs solid 0.9 lc rgb "black" notitle, \
           "" index j using 1 : 4 with points pt 2 ps 0.5 lc rgb "white" title columnheader(1)
    }
    unset multiplot
    unset key
    set xtics autofreq
    set ytics font ",14"
    set autoscale
  }

  if (have_silhouette) {
    eval terminal(900, 120 + 60 * k)
    set output file("silhouette")
    set title sprintf("Silhouette widths, sorted; dashed: their mean, %.3f", mean_silhouette)
    set key outside right top noinvert reverse Left noenhanced
    set yrange [* : *] reverse
    unset ytics
    set xlabel "silhouette width"
    if (mean_silhouette == mean_silhouette) {
      set arrow 1 from mean_silhouette, graph 0 to mean_silhouette, graph 1 nohead dt 2 lc rgb "black" front
    }
    plot for [c = 0 : k - 1] "silhouette.dat" index c using 1 : 2 with filledcurves closed \
         fs solid 0.85 lc rgb colour(c) title columnheader(1)
    unset arrow 1
    unset xlabel
    unset key
    set ytics
    set yrange [* : *] noreverse
  }

  eval terminal(760, 460)
  set output file("explained_variance")
  set title "Variance explained by each component, and by all up to it"
  set yrange [0 : 105]
  set ytics format "%.0f %%"
  set xtics 1
  set xrange [0.4 : features + 0.6]
  set xlabel "component"
  set boxwidth 0.6
  plot "explained_variance.dat" using 1 : 2 with boxes fs solid 0.9 lc rgb grey, \
       "" using 1 : 3 with linespoints pt 7 ps 0.7 lc rgb "#1d1b18" lw 1.5
  set ytics format "%h"
  set xtics autofreq
  unset xlabel
  set autoscale

  eval terminal(900, 460)
  set output file("loadings")
  set title "Loadings of the components"
  set key outside right top noinvert reverse Left
  set xtics rotate by -38
  plot "loadings.dat" using 2 : xticlabels(1) title "PC1" fs solid 0.9 lc rgb "#2166ac", \
       "" using 3 title "PC2" fs pattern 4 lc rgb "#b35806"
  set xtics norotate
  unset key
  set autoscale

  eval terminal(760, 90 + 30 * features)
  set output file("missing")
  set title "Cells without a number"
  set yrange [features - 0.5 : -0.5]
  set xrange [0 : *]
  set offsets 0, graph 0.15, 0, 0
  unset xtics
  unset grid
  plot "missing.dat" using ($2 / 2) : 0 : ($2 / 2) : (0.32) : yticlabels(1) with boxxyerror fs solid 0.9 lc rgb grey, \
       "" using 2 : 0 : (sprintf("  %d", $2)) with labels left
  set grid
  set offsets 0, 0, 0, 0
  set autoscale

  if (phases > 0) {
    eval terminal(900, 500)
    set output file("run_phases")
    set title "Where the time went: mean seconds over the ranks"
    set key outside right top invert reverse Left
    set style histogram rowstacked
    set xtics rotate by -38
    set ylabel "seconds"
    plot "run_phases.dat" using 2 : xticlabels(1) title "computing" fs solid 0.9 lc rgb "#1d1b18", \
         "" using 3 title "communicating" fs pattern 4 lc rgb "#2166ac", \
         "" using 4 title "reading and writing" fs pattern 2 lc rgb "#b35806", \
         "" using 5 title "waiting" fs pattern 5 lc rgb grey
    unset ylabel
    set xtics norotate
    unset key
    set style histogram clustered gap 1.5
    set autoscale

    eval terminal(760, 400)
    set output file("run_memory")
    set title "Peak memory of each rank"
    set ylabel "MB"
    set xlabel "rank"
    set xtics autofreq
    set xrange [-0.6 : ranks - 0.4]
    if (ranks < 20) { set xtics 1 }
    set yrange [0 : *]
    plot "run_memory.dat" using 1 : 2 with boxes fs solid 0.9 lc rgb grey
    set xtics autofreq
    unset xlabel
    unset ylabel
    set autoscale
  }

  if (studies > 0) {
    set key outside right top noinvert reverse Left
    set xlabel "ranks"
    set logscale x 2
    eval terminal(900, 460)
    set output file("run_speed_up")
    set title "Speed-up of the scaling study; dotted: ideal"
    set logscale y 2
    plot for [i = 0 : studies - 1] "run_scaling.dat" index i using 1 : 2 with linespoints pt symbol(i) lc rgb colour(i) \
         lw 1.5 title columnheader(1), x dt 3 lc rgb grey notitle
    unset logscale y
    eval terminal(900, 460)
    set output file("run_efficiency")
    set title "Efficiency of the scaling study"
    set yrange [0 : 1.05]
    plot for [i = 0 : studies - 1] "run_scaling.dat" index i using 1 : 3 with linespoints pt symbol(i) lc rgb colour(i) \
         lw 1.5 title columnheader(1), 1 dt 3 lc rgb grey notitle
    unset logscale x
    unset xlabel
    unset key
    set autoscale
  }
}
