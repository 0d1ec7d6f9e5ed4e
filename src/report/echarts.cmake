# Finds Apache ECharts for the report's charts: CHORUS_ECHARTS if it is set, else what an earlier configure
# fetched, else npm's package. Sets CHORUS_ECHARTS_FILE, empty where there is none.
#
# chorus_npm_install(NAME VERSION) puts an npm package under NODE_FOLDER, and says in NAME_found whether it is
# there.
set(CHORUS_ECHARTS_VERSION 6.1.0)
set(CHORUS_ECHARTS "" CACHE STRING "Path of echarts.min.js; empty: find or fetch it with npm; OFF: do without")
set(CHORUS_NODE_FOLDER ${PROJECT_BINARY_DIR}/node)
find_program(CHORUS_NPM npm)

function(chorus_npm_install name version)
  set(folder ${CHORUS_NODE_FOLDER}/node_modules/${name})
  if(NOT EXISTS ${folder}/package.json AND CHORUS_NPM)
    file(MAKE_DIRECTORY ${CHORUS_NODE_FOLDER})
    if(NOT EXISTS ${CHORUS_NODE_FOLDER}/package.json)
      file(WRITE ${CHORUS_NODE_FOLDER}/package.json "{\"private\": true}\n")
    endif()
    message(STATUS "Fetching ${name} ${version} with npm")
    execute_process(COMMAND ${CHORUS_NPM} install --ignore-scripts --no-audit --no-fund --loglevel error
                            --fetch-retries 1 --fetch-timeout 20000 ${name}@${version}
                    WORKING_DIRECTORY ${CHORUS_NODE_FOLDER} TIMEOUT 120
                    RESULT_VARIABLE status OUTPUT_VARIABLE ignored ERROR_VARIABLE reason)
    if(NOT status EQUAL 0)
      message(STATUS "npm could not fetch ${name}: ${status} ${reason}")
    endif()
  endif()
  if(EXISTS ${folder}/package.json)
    set(${name}_found TRUE PARENT_SCOPE)
  else()
    set(${name}_found FALSE PARENT_SCOPE)
  endif()
endfunction()

set(CHORUS_ECHARTS_FILE "")
if(CHORUS_ECHARTS STREQUAL "")
  chorus_npm_install(echarts ${CHORUS_ECHARTS_VERSION})
  if(echarts_found)
    set(CHORUS_ECHARTS_FILE ${CHORUS_NODE_FOLDER}/node_modules/echarts/dist/echarts.min.js)
  endif()
elseif(CHORUS_ECHARTS)
  set(CHORUS_ECHARTS_FILE ${CHORUS_ECHARTS})
endif()
if(CHORUS_ECHARTS_FILE AND NOT EXISTS ${CHORUS_ECHARTS_FILE})
  message(FATAL_ERROR "CHORUS_ECHARTS names a file that is not there: ${CHORUS_ECHARTS_FILE}")
endif()
if(CHORUS_ECHARTS_FILE)
  message(STATUS "Report charts: ${CHORUS_ECHARTS_FILE}")
else()
  message(STATUS "Report charts: none. report.html will hold texts and tables, and the figures of --figures stay. "
                 "For charts: install npm and have a network while configuring, or set CHORUS_ECHARTS to "
                 "echarts.min.js of Apache ECharts ${CHORUS_ECHARTS_VERSION}")
endif()
