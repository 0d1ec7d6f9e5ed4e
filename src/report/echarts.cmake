# Apache ECharts for the report's charts: CHORUS_ECHARTS if it is set, else npm's package, fetched while building. Sets
# CHORUS_ECHARTS_FILE: empty where there shall be none; an empty file where none could be fetched.
#
# chorus_npm_package(NAME LOCK_FOLDER FOLDER FILE OUTPUT SHA256 WITHOUT) makes OUTPUT from FILE of an npm package, as
# npm_ci.cmake says; WITHOUT says what is missing without it. Each configure makes the build try again where it failed.
set(CHORUS_ECHARTS "" CACHE STRING "Path of echarts.min.js; empty: fetch it with npm; OFF: do without")
set(CHORUS_NODE_FOLDER ${PROJECT_BINARY_DIR}/node)
set(CHORUS_ECHARTS_SHA256 b66b25aeb4df84e33199dc21694014d336d222cbd9deb0e5a7c14bd6aa0d0fd0)
set(CHORUS_NPM_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/npm_ci.cmake)
find_program(CHORUS_NPM npm)

function(chorus_npm_package name lock folder file output sha256 without)
  if(EXISTS ${output})
    file(SIZE ${output} bytes)
    if(bytes EQUAL 0)
      file(REMOVE ${output})
    endif()
  endif()
  set(npm "")
  if(CHORUS_NPM)
    set(npm ${CHORUS_NPM})
  endif()
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} "-DNPM=${npm}" -DLOCK=${lock} -DFOLDER=${folder} -DPACKAGE=${name} -DFILE=${file}
            -DOUTPUT=${output} "-DSHA256=${sha256}" "-DWITHOUT=${without}" -P ${CHORUS_NPM_SCRIPT}
    DEPENDS ${lock}/package.json ${lock}/package-lock.json ${CHORUS_NPM_SCRIPT}
    COMMENT "npm package ${name}, as its lock file names it" VERBATIM)
endfunction()

set(CHORUS_ECHARTS_FILE "")
if(CHORUS_ECHARTS STREQUAL "")
  set(CHORUS_ECHARTS_FILE ${PROJECT_BINARY_DIR}/generated/echarts.min.js)
  chorus_npm_package(
    echarts ${CMAKE_CURRENT_LIST_DIR}/npm ${CHORUS_NODE_FOLDER} dist/echarts.min.js ${CHORUS_ECHARTS_FILE}
    ${CHORUS_ECHARTS_SHA256}
    "report.html will hold texts and tables without charts (the figures of --figures stay). For charts: install npm, have \
a network, configure and build again, or set CHORUS_ECHARTS to echarts.min.js")
  message(STATUS "Report charts: npm package echarts, fetched while building")
elseif(CHORUS_ECHARTS)
  if(NOT EXISTS ${CHORUS_ECHARTS})
    message(FATAL_ERROR "CHORUS_ECHARTS names a file that is not there: ${CHORUS_ECHARTS}")
  endif()
  set(CHORUS_ECHARTS_FILE ${CHORUS_ECHARTS})
  message(STATUS "Report charts: ${CHORUS_ECHARTS_FILE}")
else()
  message(STATUS "Report charts: none, as CHORUS_ECHARTS says")
endif()
