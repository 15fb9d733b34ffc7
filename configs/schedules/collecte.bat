@echo off
rem Une nuit, pour le Planificateur de taches de Windows ; ou une collecte seule :
rem     collecte.bat nightly -a nom=valeur ...
rem     collecte.bat SPIDER -a nom=valeur ...
rem Rend le code de sortie de scrapy nightly, ou de scrapy crawl. Mode d'emploi : docs/planifier.md.
setlocal
chcp 65001 > nul

rem Le dossier du projet, a changer si ce fichier est copie ailleurs ; laisse a sa place, il le trouve.
set "PROJET=C:\ftcrawler"
if exist "%~dp0..\..\scrapy.cfg" for %%I in ("%~dp0..\..") do set "PROJET=%%~fI"

set "PYTHON=%PROJET%\.venv\Scripts\python.exe"
set "PATH=%PROJET%\.venv\Scripts;%PATH%"
set "JOURNAUX=%PROJET%\data\journaux"
set "PYTHONUTF8=1"

if not exist "%PYTHON%" (
    echo Python introuvable : "%PYTHON%". Corrigez la ligne PROJET de "%~f0".
    exit /b 1
)
if not exist "%JOURNAUX%" mkdir "%JOURNAUX%"
rem .env et les chemins relatifs se cherchent dans le dossier du projet.
cd /d "%PROJET%"

rem La date par Python : celle de Windows s'ecrit autrement dans chaque langue.
set "QUAND="
for /f "delims=" %%D in ('python.exe -c "import os, time; print(time.strftime('%%Y%%m%%d_%%H%%M%%S'), os.getpid(), sep='_')"') do set "QUAND=%%D"
if not defined QUAND (
    echo "%PYTHON%" ne demarre pas : reinstallez le projet.
    exit /b 1
)
set "JOURNAL=%JOURNAUX%\collecte_%QUAND%.log"

set "COMMANDE=crawl"
if "%~1"=="nightly" set "COMMANDE="
"%PYTHON%" -m scrapy %COMMANDE% %* >> "%JOURNAL%" 2>&1
set "CODE=%ERRORLEVEL%"

set "SENS=TUÉE, ou jamais partie : relancez-la le même jour, elle reprend où elle en était."
if "%CODE%"=="0" set "SENS=complète, ou déjà faite aujourd'hui."
if "%CODE%"=="1" set "SENS=REFUSÉE : à corriger, à moins que la même commande ne soit déjà en cours."
if "%CODE%"=="2" set "SENS=MAL ÉCRITE : corrigez la commande."
if "%CODE%"=="3" set "SENS=EN ÉCHEC : corrigez la cause, ou relancez-la plus tard."
if "%CODE%"=="4" set "SENS=INCOMPLÈTE : relancez-la aujourd'hui, elle ne fait que ce qui manque."
echo Code %CODE%, collecte %SENS%>> "%JOURNAL%"
echo Code %CODE%, collecte %SENS%
echo Journal : "%JOURNAL%"
exit /b %CODE%
