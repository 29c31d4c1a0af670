Attribute VB_Name = "QuotepartRibbon"
Option Explicit

' The buttons of the tab Quotepart: each hands over to the function of its name in addin.macros.

Private Const PRODUCT As String = "Quotepart"
Private Const NOT_STARTED As String = "{ribbon.not_started}"
Private Const WHAT_TO_DO As String = "{ribbon.what_to_do}"

Public Sub QuotepartLoad(ribbon As IRibbonUI)
    DescribeFunctions
End Sub

Public Sub QuotepartCheck(control As IRibbonControl)
    RunMacro "check", "{ribbon.check.busy}"
End Sub

Public Sub QuotepartPlan(control As IRibbonControl)
    RunMacro "plan", "{ribbon.plan.busy}"
End Sub

Public Sub QuotepartGenerate(control As IRibbonControl)
    RunMacro "generate", "{ribbon.generate.busy}"
End Sub

Public Sub QuotepartApprove(control As IRibbonControl)
    RunMacro "approve", "{ribbon.approve.busy}"
End Sub

Public Sub QuotepartPreview(control As IRibbonControl)
    RunMacro "preview", "{ribbon.preview.busy}"
End Sub

Public Sub QuotepartIssue(control As IRibbonControl)
    RunMacro "issue", "{ribbon.issue.busy}"
End Sub

Public Sub QuotepartHelp(control As IRibbonControl)
    RunMacro "help", "{ribbon.help.busy}"
End Sub

Private Sub RunMacro(verb As String, busy As String)
    Dim reason As String
    On Error GoTo failed
    Application.StatusBar = PRODUCT & ": " & busy
    RunPython "import addin.macros; addin.macros." & verb & "()"
    ' On a Mac Python is still at work here; xlwings gives the status bar back when it ends.
#If Not Mac Then
    Application.StatusBar = False
#End If
    Exit Sub
failed:
    reason = Err.Description
    Application.StatusBar = False
    MsgBox NOT_STARTED & vbLf & vbLf & reason & vbLf & vbLf & WHAT_TO_DO, vbExclamation, PRODUCT
End Sub
