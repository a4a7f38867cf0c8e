using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace NginxHa.Cmdlets.Scripting;

/// <summary>
/// A script block taken out of its runspace: its text, and the values of its <c>$using:</c> variables at the moment it was
/// given. It can then run in another runspace, whatever the first one is doing.
/// </summary>
internal sealed class CapturedScript
{
    private CapturedScript(string text, Hashtable usingValues)
    {
        Text = text;
        UsingValues = usingValues;
    }

    /// <summary>The text between the braces.</summary>
    public string Text { get; }

    /// <summary>Values by the keys under which PowerShell's compiler looks for them.</summary>
    public Hashtable UsingValues { get; }

    /// <summary>Takes a script block out of the session it was written in.</summary>
    /// <param name="script">The script block; null gives null.</param>
    /// <param name="session">The session whose variables <c>$using:</c> means.</param>
    public static CapturedScript? Capture(ScriptBlock? script, SessionState session)
    {
        if (script is null)
        {
            return null;
        }

        var values = new Hashtable();
        foreach (UsingExpressionAst expression in script.Ast.FindAll(ast => ast is UsingExpressionAst, searchNestedScriptBlocks: true).Cast<UsingExpressionAst>())
        {
            values[KeyOf(expression)] = ValueOf(expression.SubExpression, session);
        }

        return new CapturedScript(script.ToString(), values);
    }

    private static object? ValueOf(ExpressionAst expression, SessionState session)
    {
        if (expression is VariableExpressionAst variable)
        {
            return session.PSVariable.GetValue(WithoutScope(variable.VariablePath.UserPath));
        }

        string text = expression.Extent.Text.Replace("$using:", "$", StringComparison.OrdinalIgnoreCase);
        return session.InvokeCommand.InvokeScript(session, ScriptBlock.Create(text)).FirstOrDefault();
    }

    private static string WithoutScope(string path) =>
        path.StartsWith("using:", StringComparison.OrdinalIgnoreCase) ? path["using:".Length..] : path;

    // How PowerShell itself names the values of Start-Job and ForEach-Object -Parallel: base64 of the expression in UTF-16,
    // in lower case where it is a mere variable.
    private static string KeyOf(UsingExpressionAst expression)
    {
        string text = expression.ToString();
        return Convert.ToBase64String(Encoding.Unicode.GetBytes(
            expression.SubExpression is VariableExpressionAst ? text.ToLowerInvariant() : text));
    }
}
