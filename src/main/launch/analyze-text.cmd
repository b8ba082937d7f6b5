@echo off
rem Runs the application from wherever it was unpacked; inbox, work, results and the properties are those of the folder that
rem it is started in. More options for Java: JDK_JAVA_OPTIONS.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" "@%~dp0java-options" -jar "%~dp0analyze-text.jar" %*
exit /b %ERRORLEVEL%
