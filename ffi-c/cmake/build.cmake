# Build the library with cargo, and lay out in STAGE what is installed from it.
#
# Run by the target `commdn` of /CMakeLists.txt, which passes every variable in capitals. Owns the
# command line of cargo, the names of the libraries, and the list of system libraries that a
# static link needs: rustc says which they are, and the installed files repeat it.
cmake_minimum_required(VERSION 3.21)

if(CONFIG STREQUAL "Debug")
  set(profile dev)
else()
  set(profile release)
endif()
set(features --no-default-features)
if(COMMDN_SIMULATOR)
  list(APPEND features --features sim)
  set(simulator ON)
else()
  set(simulator OFF)
endif()
if(COMMDN_OUTBOX)
  list(APPEND features --features outbox)
endif()
if(COMMDN_TLS)
  list(APPEND features --features tls)
endif()
if(NOT DEFINED ENV{CARGO_TARGET_DIR})
  set(ENV{CARGO_TARGET_DIR} "${BINARY_DIR}/cargo")
endif()
set(soname "libcommdn.so.${COMMDN_ABI}")

execute_process(
  COMMAND "${CARGO}" rustc --locked --package commdn-ffi --lib --profile "${profile}" ${features}
    --message-format json-render-diagnostics
    -- --print native-static-libs
  WORKING_DIRECTORY "${SOURCE_DIR}"
  OUTPUT_VARIABLE messages
  ERROR_VARIABLE diagnostics ECHO_ERROR_VARIABLE
  RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "cargo failed with status ${status}")
endif()

# The directory depends on the profile, CARGO_TARGET_DIR, CARGO_BUILD_TARGET and cargo's own
# configuration, so cargo is asked for it.
foreach(suffix IN ITEMS so a)
  if(NOT messages MATCHES "\"([^\"]*/libcommdn\\.${suffix})\"")
    message(FATAL_ERROR "cargo built no libcommdn.${suffix}")
  endif()
  set(built_${suffix} "${CMAKE_MATCH_1}")
endforeach()

# build.rs of ffi-c sets it. A program that was linked with a library without SONAME, or with the
# number of another header, looks for the wrong file for ever.
if(READELF)
  execute_process(COMMAND "${READELF}" -d "${built_so}" OUTPUT_VARIABLE dynamic COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCH "SONAME[^\n]*" line "${dynamic}")
  if(NOT line MATCHES "\\[${soname}\\]")
    message(FATAL_ERROR "${built_so} must have the SONAME ${soname}, it has: '${line}'")
  endif()
endif()

if(NOT diagnostics MATCHES "native-static-libs: ([^\n]*)")
  message(FATAL_ERROR "rustc did not say which system libraries a static link needs")
endif()
string(STRIP "${CMAKE_MATCH_1}" native_libs)
string(REGEX REPLACE " +" ";" native_libs "${native_libs}")
# Compilers add libc themselves, and the unwinder in the form that fits: libgcc_s, or libgcc_eh
# with -static, where -lgcc_s is an error.
list(REMOVE_ITEM native_libs -lc -lgcc_s)
list(REMOVE_DUPLICATES native_libs)
string(REPLACE ";" " " native_libs_pc "${native_libs}")

file(MAKE_DIRECTORY "${STAGE}")
configure_file("${built_so}" "${STAGE}/${SHARED_NAME}" COPYONLY)
configure_file("${built_a}" "${STAGE}/libcommdn.a" COPYONLY)
file(CREATE_LINK "${SHARED_NAME}" "${STAGE}/${soname}" SYMBOLIC)
file(CREATE_LINK "${soname}" "${STAGE}/libcommdn.so" SYMBOLIC)
configure_file("${CMAKE_CURRENT_LIST_DIR}/commdn-config.cmake.in" "${STAGE}/commdn-config.cmake" @ONLY)
configure_file("${CMAKE_CURRENT_LIST_DIR}/commdn.pc.in" "${STAGE}/commdn.pc" @ONLY)
set(OUT "${STAGE}/THIRD-PARTY.txt")
include("${CMAKE_CURRENT_LIST_DIR}/third_party.cmake")
