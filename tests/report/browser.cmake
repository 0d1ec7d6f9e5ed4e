# make_report, and the tests of the report's page in a real browser.
find_package(CLI11 REQUIRED)
add_executable(make_report ${CMAKE_CURRENT_LIST_DIR}/make_report.cpp ${CMAKE_CURRENT_LIST_DIR}/made_up_report.cpp)
target_link_libraries(make_report PRIVATE test_support chorus_flags CLI11::CLI11)
