@echo off
rem Double-click: makes the documents of the latest month that has data and opens the folder with them.
rem In a command window or for the task scheduler: build.cmd --period 2026-10 --pdf
setlocal
chcp 65001 >nul
pushd "%~dp0"
set "PYTHONUTF8=1"
where reportgen >nul 2>nul
if not errorlevel 1 (
    reportgen build %*
) else if exist "@python@" (
    "@python@" -m reportgen build %*
) else (
    py -m reportgen build %*
)
set "code=%errorlevel%"
if not "%~1"=="" goto end
if "%code%"=="0" if exist output start "" output
if not "%code%"=="0" echo The documents were not made. If reportgen is not known here, it has to be installed first.
pause
:end
popd
exit /b %code%
