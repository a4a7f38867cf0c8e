using System.ComponentModel;
using System.Management.Automation;
using System.Reflection;

namespace NginxHa.Build.Help;

/// <summary>A cmdlet as its class declares it: what help need not be told.</summary>
/// <param name="Name">Verb-Noun.</param>
/// <param name="Area">The folder of Commands/ that it stands in.</param>
/// <param name="Sets">Its parameter sets, the default one first.</param>
/// <param name="Parameters">Its parameters in alphabetical order, common ones left out.</param>
/// <param name="Outputs">The types that it says it writes.</param>
internal sealed record CmdletModel(
    string Name,
    string Area,
    IReadOnlyList<CommandParameterSetInfo> Sets,
    IReadOnlyList<ParameterModel> Parameters,
    IReadOnlyList<Type> Outputs)
{
    private static readonly HashSet<string> Common = [.. Cmdlet.CommonParameters];

    /// <summary>The cmdlets of an assembly, in alphabetical order.</summary>
    /// <param name="path">The assembly's path.</param>
    public static IReadOnlyList<CmdletModel> ReadAll(string path) =>
    [
        .. Assembly.LoadFrom(path).GetExportedTypes()
            .Where(type => !type.IsAbstract && type.GetCustomAttribute<CmdletAttribute>() is not null && !IsInternal(type))
            .Select(Of)
            .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal),
    ];

    /// <summary>Whether a cmdlet is for the module's own code: PowerShell wants a public class, the manifest does not export it.</summary>
    public static bool IsInternal(Type type) =>
        type.GetCustomAttribute<EditorBrowsableAttribute>() is { State: EditorBrowsableState.Never };

    /// <summary>The model of one cmdlet class.</summary>
    public static CmdletModel Of(Type type)
    {
        CmdletAttribute attribute = type.GetCustomAttribute<CmdletAttribute>()!;
        string name = attribute.VerbName + "-" + attribute.NounName;
        var command = new CmdletInfo(name, type);
        object instance = Activator.CreateInstance(type)!;
        CommandParameterSetInfo[] sets =
        [
            .. command.ParameterSets.OrderByDescending(set => set.IsDefault).ThenBy(set => set.Name, StringComparer.Ordinal),
        ];
        ParameterModel[] parameters =
        [
            .. command.Parameters.Values
                .Where(parameter => !Common.Contains(parameter.Name) && !IsHidden(parameter))
                .Select(parameter => Read(parameter, type, instance))
                .OrderBy(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase),
        ];
        Type[] outputs = [.. type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(output => output.Type).Select(output => output.Type)];
        (instance as IDisposable)?.Dispose();
        return new CmdletModel(name, type.Namespace!.Split('.')[^1], sets, parameters, outputs);
    }

    private static ParameterModel Read(ParameterMetadata parameter, Type type, object instance)
    {
        ParameterAttribute[] attributes = [.. parameter.Attributes.OfType<ParameterAttribute>()];
        string[] sets = [.. attributes.Select(attribute => attribute.ParameterSetName).Where(set => set != ParameterAttribute.AllParameterSets)];
        // WhatIf and Confirm come from the engine and have neither property nor attribute here.
        PropertyInfo? property = type.GetProperty(parameter.Name);
        Type element = parameter.ParameterType.GetElementType() ?? Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return new ParameterModel(
            parameter.Name,
            parameter.ParameterType,
            sets,
            [.. parameter.Aliases],
            attributes.FirstOrDefault() ?? new ParameterAttribute(),
            parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
            property is null || attributes.Any(attribute => attribute.Mandatory) ? null : ParameterModel.Describe(property.GetValue(instance)))
        {
            AllowedValues = element.IsEnum
                ? Enum.GetNames(element)
                : [.. parameter.Attributes.OfType<ValidateSetAttribute>().SelectMany(set => set.ValidValues)],
        };
    }

    private static bool IsHidden(ParameterMetadata parameter) =>
        parameter.Attributes.OfType<ParameterAttribute>() is var attributes && attributes.Any() && attributes.All(attribute => attribute.DontShow);
}
