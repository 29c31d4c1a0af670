Attribute VB_Name = "QuotepartRibbon"
Option Explicit

' The buttons of the tab Quotepart: each hands over to the function of its name in addin.macros.

Private Const PRODUCT As String = "Quotepart"
Private Const NOT_STARTED As String = "{ribbon.not_started}"
Private Const WHAT_TO_DO As String = "{ribbon.what_to_do}"
Private Const NO_PYTHON As String = "{ribbon.no_python}"
Private Const INSTALL_IT As String = "{ribbon.install_it}"
Private Const READ_ONLY As String = "{ribbon.read_only}"
Private Const PASSING_PLACE As String = "{ribbon.passing_place}"

Public Sub QuotepartLoad(ribbon As IRibbonUI)
    DescribeFunctions
End Sub

Public Sub QuotepartCheck(control As IRibbonControl)
    ChangeWorkbook "check", "{ribbon.check.busy}"
End Sub

Public Sub QuotepartMetrics(control As IRibbonControl)
    ChangeWorkbook "metrics", "{ribbon.metrics.busy}"
End Sub

Public Sub QuotepartPlan(control As IRibbonControl)
    ChangeWorkbook "plan", "{ribbon.plan.busy}"
End Sub

Public Sub QuotepartCompare(control As IRibbonControl)
    ChangeWorkbook "compare", "{ribbon.compare.busy}"
End Sub

Public Sub QuotepartGenerate(control As IRibbonControl)
    ChangeWorkbook "generate", "{ribbon.generate.busy}"
End Sub

Public Sub QuotepartExplain(control As IRibbonControl)
    RunMacro "explain", "{ribbon.explain.busy}"
End Sub

Public Sub QuotepartApprove(control As IRibbonControl)
    ChangeWorkbook "approve", "{ribbon.approve.busy}"
End Sub

Public Sub QuotepartPreview(control As IRibbonControl)
    RunMacro "preview", "{ribbon.preview.busy}"
End Sub

Public Sub QuotepartIssue(control As IRibbonControl)
    ChangeWorkbook "issue", "{ribbon.issue.busy}"
End Sub

Public Sub QuotepartPdf(control As IRibbonControl)
    ChangeWorkbook "pdf", "{ribbon.pdf.busy}"
End Sub

Public Sub QuotepartCredit(control As IRibbonControl)
    ChangeWorkbook "credit", "{ribbon.credit.busy}"
End Sub

Public Sub QuotepartSend(control As IRibbonControl)
    ChangeWorkbook "send", "{ribbon.send.busy}"
End Sub

Public Sub QuotepartDeliver(control As IRibbonControl)
    ChangeWorkbook "deliver", "{ribbon.deliver.busy}"
End Sub

Public Sub QuotepartVerify(control As IRibbonControl)
    ChangeWorkbook "verify", "{ribbon.verify.busy}"
End Sub

Public Sub QuotepartClient(control As IRibbonControl)
    ChangeWorkbook "client", "{ribbon.client.busy}"
End Sub

Public Sub QuotepartRows(control As IRibbonControl)
    ChangeWorkbook "rows", "{ribbon.rows.busy}"
End Sub

Public Sub QuotepartInvite(control As IRibbonControl)
    ChangeWorkbook "invite", "{ribbon.invite.busy}"
End Sub

Public Sub QuotepartUninvited(control As IRibbonControl)
    RunMacro "uninvited", "{ribbon.uninvited.busy}"
End Sub

Public Sub QuotepartInactive(control As IRibbonControl)
    RunMacro "inactive", "{ribbon.inactive.busy}"
End Sub

Public Sub QuotepartActive(control As IRibbonControl)
    RunMacro "active", "{ribbon.active.busy}"
End Sub

Public Sub QuotepartEveryone(control As IRibbonControl)
    RunMacro "everyone", "{ribbon.everyone.busy}"
End Sub

Public Sub QuotepartUndo(control As IRibbonControl)
    ChangeWorkbook "undo", "{ribbon.undo.busy}"
End Sub

Public Sub QuotepartHelp(control As IRibbonControl)
    RunMacro "help", "{ribbon.help.busy}"
End Sub

' What such a job writes has to be saved, which is not possible in every copy of a workbook.
Private Sub ChangeWorkbook(verb As String, busy As String)
    If ThisWorkbook.ReadOnly Then
        Tell READ_ONLY
    ElseIf IsPassing(ThisWorkbook.FullName) Then
        Tell PASSING_PLACE & vbLf & vbLf & ThisWorkbook.FullName
    Else
        RunMacro verb, busy
    End If
End Sub

Private Sub RunMacro(verb As String, busy As String)
    Dim missing As String
    On Error GoTo failed
    Application.StatusBar = PRODUCT & ": " & busy
    missing = MissingPython()
    If missing <> "" Then
        Application.StatusBar = False
        Tell NO_PYTHON & vbLf & vbLf & missing & vbLf & vbLf & INSTALL_IT
        Exit Sub
    End If
    If RunPython("import addin.macros; addin.macros." & verb & "()") = -1 Then
        ' xlwings has just shown what Python had to say.
        Application.StatusBar = False
        Tell NOT_STARTED & vbLf & vbLf & WHAT_TO_DO
        Exit Sub
    End If
    ' On a Mac Python is still at work here; xlwings gives the status bar back when it ends.
#If Not Mac Then
    Application.StatusBar = False
#End If
    Exit Sub
failed:
    missing = Err.Description
    Application.StatusBar = False
    Tell NOT_STARTED & vbLf & vbLf & missing & vbLf & vbLf & WHAT_TO_DO
End Sub

' The Python that the settings of xlwings name, where it is not there; else nothing.
Private Function MissingPython() As String
#If Not Mac Then
    Dim interpreter As String
    interpreter = GetConfig("INTERPRETER_WIN", "")
    If interpreter = "" Then interpreter = GetConfig("INTERPRETER", "")
    If InStr(interpreter, "\") > 0 Then
        If Not FileExists(interpreter) Then MissingPython = interpreter
    End If
#End If
End Function

' Whether a file lies where a mail program or a zip archive puts what it shows, and clears it away.
Private Function IsPassing(file As String) As Boolean
    Dim place As Variant
    For Each place In Array("*\inetcache\*", "*\temporary internet files\*", _
            "*\content.outlook\*", "*\content.mso\*", "*\olk\attachments\*", "*\mozilla_*\*", _
            "*\temp\temp#*_*\*", "*\temp\7z[oe]*\*", "*\temp\rar$*\*", "*\temp\wz*\*", _
            "*/mail downloads/*", "*/outlook temp/*", "*/mozilla_*/*")
        If LCase$(file) Like place Then IsPassing = True
    Next place
End Function

Private Sub Tell(message As String)
    MsgBox message, vbExclamation, PRODUCT
End Sub
