# A build step: brings one npm package, exactly as a lock file names it, and puts out one file of it.
#   cmake -DNPM=npm -DLOCK=folder -DFOLDER=folder -DPACKAGE=name -DFILE=path/in/package -DOUTPUT=file [-DSHA256=hash]
#         -P npm_ci.cmake
# LOCK holds package.json and package-lock.json, whose integrity hashes npm compares with what it fetches into
# FOLDER/node_modules. A package that is there already, in the version of the lock file and with the SHA256 of FILE
# where one is given, is used as it is, without npm and network.
# What does not match its hash, or a lock file that does not fit package.json, fails the build. Where npm or the network
# is missing, OUTPUT is made empty, and it is said.
file(READ ${LOCK}/package-lock.json lock)
string(JSON version GET "${lock}" packages node_modules/${PACKAGE} version)
set(installed ${FOLDER}/node_modules/${PACKAGE})

# Sets `present`, and `why` where it is not.
macro(look)
  set(present FALSE)
  set(why "it is not there")
  if(EXISTS ${installed}/package.json AND EXISTS ${installed}/${FILE})
    file(READ ${installed}/package.json description)
    string(JSON found ERROR_VARIABLE ignored GET "${description}" version)
    if(NOT found STREQUAL version)
      set(why "version ${found} is there")
    elseif(SHA256)
      file(SHA256 ${installed}/${FILE} hash)
      if(hash STREQUAL SHA256)
        set(present TRUE)
      else()
        set(why "${installed}/${FILE} has another hash (${hash}) than ${SHA256}")
      endif()
    else()
      set(present TRUE)
    endif()
  endif()
endmacro()

look()
if(NOT present AND NPM)
  message("Fetching ${PACKAGE} ${version} with npm ci (${why})")
  file(MAKE_DIRECTORY ${FOLDER})
  file(COPY ${LOCK}/package.json ${LOCK}/package-lock.json DESTINATION ${FOLDER})
  execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel error --fetch-retries 1
                          --fetch-timeout 20000
                  WORKING_DIRECTORY ${FOLDER} TIMEOUT 120
                  RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE reason)
  if("${said}${reason}" MATCHES "EINTEGRITY|EUSAGE|ELOCKVERIFY|integrity checksum failed")
    message(FATAL_ERROR "${PACKAGE} is not what ${LOCK}/package-lock.json says: ${reason}")
  endif()
  look()
  if(status EQUAL 0 AND NOT present)
    message(FATAL_ERROR "${PACKAGE} is not as expected after npm ci: ${why}")
  endif()
  string(REGEX REPLACE "[\r\n]+" " " why "npm ci: ${status} ${reason}")
endif()

get_filename_component(output_folder ${OUTPUT} DIRECTORY)
file(MAKE_DIRECTORY ${output_folder})
if(present)
  file(COPY_FILE ${installed}/${FILE} ${OUTPUT})
else()
  file(WRITE ${OUTPUT} "")
  message("${PACKAGE} ${version} could not be fetched (${why}). ${WITHOUT}")
endif()
file(TOUCH ${OUTPUT})
