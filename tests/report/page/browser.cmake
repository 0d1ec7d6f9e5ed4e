# make_report, and the tests of the report's page in a real browser: `ctest -L browser`.
find_package(CLI11 REQUIRED)
add_executable(make_report ${CMAKE_CURRENT_LIST_DIR}/make_report.cpp)
target_link_libraries(make_report PRIVATE test_support chorus_flags CLI11::CLI11)

# Drives the browser; an installed one is used, so nothing but this package is fetched.
chorus_npm_install(playwright-core 1.56.1)
find_program(CHORUS_NODE node)
find_program(CHORUS_CHROMIUM NAMES chromium chromium-browser google-chrome)
if(CHORUS_NODE AND CHORUS_CHROMIUM AND playwright-core_found AND CHORUS_ECHARTS_FILE)
  add_test(NAME report.browser
           COMMAND ${CHORUS_NODE} ${CMAKE_CURRENT_LIST_DIR}/browser_test.mjs $<TARGET_FILE:make_report>
                   ${CHORUS_CHROMIUM} ${CHORUS_NODE_FOLDER})
else()
  add_test(NAME report.browser COMMAND sh -c "echo 'skipped: the browser tests need node, npm, chromium and \
Apache ECharts when the project is configured'; exit 77")
endif()
set_tests_properties(report.browser PROPERTIES TIMEOUT 900 LABELS browser SKIP_RETURN_CODE 77 PROCESSORS 2
                     ENVIRONMENT "CHORUS_TEST_SOURCE=${PROJECT_SOURCE_DIR}")
