# What `cpack` makes: a tar.gz that may be unpacked anywhere, and two Debian packages; a zip for Windows.
#
# libcommdn<ABI> is what a program needs to run, libcommdn-dev what is needed to build one. With
# CMAKE_INSTALL_PREFIX=/usr at configure time the libraries go to Debian's directory of the
# architecture, otherwise to /usr/lib; both are found by the linker and by pkg-config.

set(CPACK_PACKAGE_NAME commdn)
set(CPACK_PACKAGE_VENDOR commdn)
set(CPACK_PACKAGE_CONTACT "${COMMDN_PACKAGE_CONTACT}")
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE-MIT")
string(TOLOWER "${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}" platform)
set(CPACK_PACKAGE_FILE_NAME "commdn-${PROJECT_VERSION}-${platform}")
set(CPACK_GENERATOR TGZ)
if(WIN32)
  set(CPACK_GENERATOR ZIP)
endif()
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL runtime dev)
set(CPACK_PROJECT_CONFIG_FILE "${CMAKE_CURRENT_LIST_DIR}/cpack_generator.cmake")

find_program(DPKG dpkg)
find_program(DPKG_SHLIBDEPS dpkg-shlibdeps)
find_program(FILE_COMMAND file)
if(DPKG AND NOT WIN32)
  list(APPEND CPACK_GENERATOR DEB)
endif()

# `cmake --install --strip` strips only what CMake itself built.
if(WIN32)
  set(shared_dir "${CMAKE_INSTALL_BINDIR}")
else()
  set(shared_dir "${CMAKE_INSTALL_LIBDIR}")
endif()
install(CODE "
  if(CMAKE_INSTALL_DO_STRIP AND NOT \"${CMAKE_STRIP}\" STREQUAL \"\")
    execute_process(COMMAND \"${CMAKE_STRIP}\" --strip-unneeded
      \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${shared_dir}/${shared_name}\" COMMAND_ERROR_IS_FATAL ANY)
  endif()" COMPONENT runtime)
install(CODE "
  if(CMAKE_INSTALL_DO_STRIP AND NOT \"${CMAKE_STRIP}\" STREQUAL \"\")
    execute_process(COMMAND \"${CMAKE_STRIP}\" --strip-debug
      \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_LIBDIR}/${static_name}\" COMMAND_ERROR_IS_FATAL ANY)
  endif()" COMPONENT dev)

set(runtime_package "libcommdn${commdn_abi}")
set(about "Sends the requests of Genesys Outbound Contact's Communication DN API (load a
campaign, start dialing, do not call, cancel a record) and matches the answers.")
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME "${runtime_package}")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_RUNTIME_DESCRIPTION "client library for the Genesys CommDN API - runtime
${about}

This package has the shared library that programs need to run.")
# Read from the library by two tools of Debian's; without them, what Rust's standard library needs.
if(DPKG_SHLIBDEPS AND FILE_COMMAND)
  set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
else()
  set(CPACK_DEBIAN_RUNTIME_PACKAGE_DEPENDS "libc6 (>= 2.34), libgcc-s1")
endif()
# What packages of programs that link with the library depend on; and the linker's cache.
set(control "${PROJECT_BINARY_DIR}/debian")
file(WRITE "${control}/shlibs" "libcommdn ${commdn_abi} ${runtime_package} (>= ${PROJECT_VERSION})\n")
file(WRITE "${control}/triggers" "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA "${control}/shlibs;${control}/triggers")

set(CPACK_DEBIAN_DEV_PACKAGE_NAME libcommdn-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS
  "${runtime_package} (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}), libc6-dev | libc-dev")
set(CPACK_DEBIAN_DEV_PACKAGE_SUGGESTS "pkg-config, cmake")
set(CPACK_DEBIAN_DEV_DESCRIPTION "client library for the Genesys CommDN API - development files
${about}

This package has the headers, the static library, and the files for pkg-config
and CMake.")

# Each Debian package has its licence and changelog at a place of its own; cpack_generator.cmake adds these two.
file(READ LICENSE-MIT mit)
string(REGEX MATCH "Copyright \\(c\\) ([^\n]*)" copyright_line "${mit}")
set(copyright_line "${CMAKE_MATCH_1}")
string(REGEX REPLACE "^.*(Permission is hereby granted)" "\\1" mit "${mit}")
string(STRIP "${mit}" mit)
string(REPLACE "\n\n" "\n.\n" mit "${mit}")
string(REPLACE "\n" "\n " mit "${mit}")
configure_file("${CMAKE_CURRENT_LIST_DIR}/copyright.in" "${control}/copyright" @ONLY)
set(control_files "${control}/copyright")
# Debian's changelog, which tells of packages; CHANGELOG.md tells of the library. SOURCE_DATE_EPOCH is its time.
find_program(GZIP gzip)
if(DPKG AND GZIP AND NOT WIN32)
  string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)
  file(WRITE "${control}/changelog.Debian"
    "commdn (${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium\n\n  * Release ${PROJECT_VERSION}.\n\n"
    " -- ${COMMDN_PACKAGE_CONTACT}  ${now}\n")
  execute_process(COMMAND "${GZIP}" -9nf "${control}/changelog.Debian" COMMAND_ERROR_IS_FATAL ANY)
  list(APPEND control_files "${control}/changelog.Debian.gz")
endif()
install(FILES ${control_files} DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/doc/${runtime_package}"
  COMPONENT debian_runtime EXCLUDE_FROM_ALL)
install(FILES ${control_files} DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/doc/libcommdn-dev"
  COMPONENT debian_dev EXCLUDE_FROM_ALL)
set(CPACK_COMPONENT_DEBIAN_RUNTIME_GROUP runtime)
set(CPACK_COMPONENT_RUNTIME_GROUP runtime)
set(CPACK_COMPONENT_DEBIAN_DEV_GROUP dev)
set(CPACK_COMPONENT_DEV_GROUP dev)

include(CPack)
