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
set(features --no-default-features --features charsets)
if(COMMDN_SIMULATOR)
  list(APPEND features --features sim)
  set(simulator ON)
else()
  set(simulator OFF)
endif()
if(COMMDN_OUTBOX)
  list(APPEND features --features outbox)
endif()
if(COMMDN_DIRECTORY)
  list(APPEND features --features directory)
endif()
if(COMMDN_SITE)
  list(APPEND features --features site)
endif()
if(COMMDN_TLS)
  list(APPEND features --features tls)
endif()
# All of them are what cargo builds by default: other builds of the folder have the same.
if(COMMDN_SIMULATOR AND COMMDN_OUTBOX AND COMMDN_DIRECTORY AND COMMDN_SITE AND COMMDN_TLS)
  set(features "")
endif()
if(NOT DEFINED ENV{CARGO_TARGET_DIR})
  set(ENV{CARGO_TARGET_DIR} "${BINARY_DIR}/cargo")
endif()
if(CARGO_TARGET)
  # For the crates that compile C, and for what links.
  set(ENV{CARGO_BUILD_TARGET} "${CARGO_TARGET}")
  string(REPLACE "-" "_" target_words "${CARGO_TARGET}")
  string(TOUPPER "${target_words}" target_upper)
  foreach(variable IN ITEMS "CC_${target_words}" "CARGO_TARGET_${target_upper}_LINKER")
    if(NOT DEFINED ENV{${variable}})
      set(ENV{${variable}} "${C_COMPILER}")
    endif()
  endforeach()
endif()
file(MAKE_DIRECTORY "${STAGE}")
include("${CMAKE_CURRENT_LIST_DIR}/libraries.cmake")

# Cargo's names of the two libraries.
if(SYSTEM STREQUAL "Windows")
  set(cargo_shared "commdn\\.dll")
  if(MSVC)
    set(cargo_static "commdn\\.lib")
  else()
    set(cargo_static "libcommdn\\.a")
  endif()
elseif(SYSTEM STREQUAL "Darwin")
  set(cargo_shared "libcommdn\\.dylib")
  set(cargo_static "libcommdn\\.a")
else()
  set(cargo_shared "libcommdn\\.so")
  set(cargo_static "libcommdn\\.a")
endif()

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
foreach(kind IN ITEMS shared static)
  if(NOT messages MATCHES "\"([^\"]*[/\\\\]${cargo_${kind}})\"")
    message(FATAL_ERROR "cargo built no ${cargo_${kind}}")
  endif()
  # As JSON has them, the separators of Windows are two.
  string(REPLACE "\\\\" "/" built_${kind} "${CMAKE_MATCH_1}")
endforeach()

# build.rs of ffi-c sets it. A program that was linked with a library without SONAME, or with the
# number of another header, looks for the wrong file for ever.
set(soname "")
if(SHARED_LINKS)
  list(GET SHARED_LINKS 0 soname)
endif()
set(installed_soname "${soname}")
if(SYSTEM STREQUAL "Darwin")
  set(installed_soname "@rpath/${soname}")
endif()
if(SYSTEM STREQUAL "Linux" AND READELF)
  execute_process(COMMAND "${READELF}" -d "${built_shared}" OUTPUT_VARIABLE dynamic COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCH "SONAME[^\n]*" line "${dynamic}")
  if(NOT line MATCHES "\\[${soname}\\]")
    message(FATAL_ERROR "${built_shared} must have the SONAME ${soname}, it has: '${line}'")
  endif()
endif()

if(NOT diagnostics MATCHES "native-static-libs: ([^\n]*)")
  message(FATAL_ERROR "rustc did not say which system libraries a static link needs")
endif()
string(STRIP "${CMAKE_MATCH_1}" native_libs)
string(REGEX REPLACE "[ \r]+" ";" native_libs "${native_libs}")
# Compilers add libc themselves, and the unwinder in the form that fits: libgcc_s, or libgcc_eh
# with -static, where -lgcc_s is an error.
list(REMOVE_ITEM native_libs -lc -lgcc_s -lgcc_eh -lgcc -l:libpthread.a -lmsvcrt -lmingwex -lmingw32)
list(REMOVE_DUPLICATES native_libs)
string(REPLACE ";" " " native_libs_pc "${native_libs}")

commdn_shared_library("${built_shared}" "${STAGE}/${SHARED_NAME}" "${STAGE}/${SHARED_NAME}.debug")
commdn_static_library("${built_static}" "${STAGE}/${STATIC_NAME}")
if(SYSTEM STREQUAL "Windows")
  commdn_import_libraries("${built_shared}")
endif()
set(link_target "${SHARED_NAME}")
foreach(link IN LISTS SHARED_LINKS)
  file(CREATE_LINK "${link_target}" "${STAGE}/${link}" SYMBOLIC)
  set(link_target "${link}")
endforeach()
configure_file("${CMAKE_CURRENT_LIST_DIR}/commdn-config.cmake.in" "${STAGE}/commdn-config.cmake" @ONLY)
configure_file("${CMAKE_CURRENT_LIST_DIR}/commdn.pc.in" "${STAGE}/commdn.pc" @ONLY)
include("${CMAKE_CURRENT_LIST_DIR}/programs.cmake")
