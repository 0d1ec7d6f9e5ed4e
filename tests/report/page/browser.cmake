# make_report, and the tests of the report's page in a real browser: `ctest -L browser`.
find_package(CLI11 REQUIRED)
add_executable(make_report ${CMAKE_CURRENT_LIST_DIR}/make_report.cpp)
target_link_libraries(make_report PRIVATE test_support chorus_flags CLI11::CLI11)

# Drives the browser; an installed one is used, so nothing but this package is fetched.
set(playwright ${PROJECT_BINARY_DIR}/generated/playwright-core.js)
chorus_npm_package(playwright-core ${CMAKE_CURRENT_LIST_DIR}/npm ${CHORUS_NODE_FOLDER}_tests index.js ${playwright} ""
                   "The tests of the report's page in a browser will be skipped")
add_custom_target(browser_driver ALL DEPENDS ${playwright})
find_program(CHORUS_NODE node)
find_program(CHORUS_CHROMIUM NAMES chromium chromium-browser google-chrome)
add_test(NAME report.browser
         COMMAND sh -c "test -s '${CHORUS_ECHARTS_FILE}' && test -s '${playwright}' && test -x '${CHORUS_NODE}' && \
test -x '${CHORUS_CHROMIUM}' && exec \"$@\"; echo 'skipped: the browser tests need node, npm, chromium, and what npm fetches \
when the project is built'; exit 77"
                 sh ${CHORUS_NODE} ${CMAKE_CURRENT_LIST_DIR}/browser_test.mjs $<TARGET_FILE:make_report> ${CHORUS_CHROMIUM}
                 ${CHORUS_NODE_FOLDER}_tests)
set_tests_properties(report.browser PROPERTIES TIMEOUT 900 LABELS browser SKIP_RETURN_CODE 77 PROCESSORS 2
                     ENVIRONMENT "CHORUS_TEST_SOURCE=${PROJECT_SOURCE_DIR}")
