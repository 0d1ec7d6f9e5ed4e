# Makes assets.cpp, which holds the files under src/report/assets (and Apache ECharts, if found) as texts.
include(${CMAKE_CURRENT_LIST_DIR}/echarts.cmake)

# In the order in which the page runs them.
set(report_scripts dom.js format.js unpack.js theme.js choice.js chart.js tables.js head.js clusters.js
                   choose_k.js map_density.js map.js song_panel.js profiles.js distributions.js silhouette.js
                   pca.js quality.js run.js scaling.js main.js)
list(TRANSFORM report_scripts PREPEND ${CMAKE_CURRENT_LIST_DIR}/assets/)
set(scaling_scripts dom.js format.js scaling_data.js theme.js chart.js tables.js scaling.js scaling_page.js)
list(TRANSFORM scaling_scripts PREPEND ${CMAKE_CURRENT_LIST_DIR}/assets/)
set(scaling_page ${CMAKE_CURRENT_LIST_DIR}/assets/scaling.html ${CMAKE_CURRENT_LIST_DIR}/assets/scaling.gp)
set(report_page ${CMAKE_CURRENT_LIST_DIR}/assets/page.html ${CMAKE_CURRENT_LIST_DIR}/assets/page.css
                ${CMAKE_CURRENT_LIST_DIR}/assets/plots.gp)
set(report_assets ${PROJECT_BINARY_DIR}/generated/report_assets.cpp)
add_custom_command(
  OUTPUT ${report_assets}
  COMMAND ${CMAKE_COMMAND} "-DPAGE=${report_page}" "-DSCRIPTS=${report_scripts}"
          "-DSCALING_PAGE=${scaling_page}" "-DSCALING_SCRIPTS=${scaling_scripts}"
          "-DECHARTS=${CHORUS_ECHARTS_FILE}" "-DOUTPUT=${report_assets}"
          -P ${CMAKE_CURRENT_LIST_DIR}/embed_assets.cmake
  DEPENDS ${report_page} ${report_scripts} ${scaling_page} ${scaling_scripts} ${CHORUS_ECHARTS_FILE} ${CMAKE_CURRENT_LIST_DIR}/embed_assets.cmake
  COMMENT "Embedding the report's page" VERBATIM)
target_sources(chorus_lib PRIVATE ${report_assets})
# Longer texts than a compiler must take: GCC and clang do.
set_source_files_properties(${report_assets} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
