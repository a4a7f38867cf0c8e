using System.Management.Automation.Language;
using Newtonsoft.Json.Linq;

namespace NginxHa.Build.Dsc;

/// <summary>The JSON schema of the module's classes, read from their source.</summary>
internal sealed class ClassSchema(IReadOnlyList<TypeDefinitionAst> types)
{
    private readonly Dictionary<string, TypeDefinitionAst> _types = types.ToDictionary(type => type.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a class or one of its base classes has a method.</summary>
    public bool HasMethod(TypeDefinitionAst type, string name) =>
        Lineage(type).SelectMany(ancestor => ancestor.Members).OfType<FunctionMemberAst>()
            .Any(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The schema of a resource: its DSC properties.</summary>
    public JObject Of(TypeDefinitionAst type) => Describe(type, member => Attribute(member, "DscProperty") is not null);

    private JObject Describe(TypeDefinitionAst type, Func<PropertyMemberAst, bool> include)
    {
        var properties = new JObject();
        var required = new JArray();
        TypeComment comment = TypeComment.Of(type);
        foreach (PropertyMemberAst member in Lineage(type).Reverse().SelectMany(ancestor => ancestor.Members).OfType<PropertyMemberAst>().Where(include))
        {
            JObject schema = member.PropertyType is null ? [] : OfType(member.PropertyType.TypeName);
            Constrain(member, schema);
            if (MayBeNull(member, schema))
            {
                AllowNull(schema);
            }

            schema.AddFirst(new JProperty("title", member.Name));
            string text = TypeComment.Above(member.Extent) is { Length: > 0 } above ? above : comment.Properties.GetValueOrDefault(member.Name) ?? string.Empty;
            if (text.Length > 0)
            {
                schema["description"] = text;
            }

            if (IsSet(member, "NotConfigurable"))
            {
                schema["readOnly"] = true;
            }
            else if (IsSet(member, "Key") || IsSet(member, "Mandatory"))
            {
                required.Add(member.Name);
            }

            properties[member.Name] = schema;
        }

        var result = new JObject { ["type"] = "object" };
        if (comment.Summary.Length > 0)
        {
            result["description"] = comment.Summary;
        }

        if (required.Count > 0)
        {
            result["required"] = required;
        }

        result["additionalProperties"] = false;
        result["properties"] = properties;
        return result;
    }

    private JObject OfType(ITypeName name)
    {
        if (name is ArrayTypeName array)
        {
            return new JObject { ["type"] = "array", ["items"] = OfType(array.ElementType) };
        }

        if (name is GenericTypeName { TypeName.Name: var generic, GenericArguments: [var argument, ..] })
        {
            JObject inner = OfType(argument);
            if (!generic.EndsWith("Nullable", StringComparison.OrdinalIgnoreCase))
            {
                return new JObject { ["type"] = "array", ["items"] = inner };
            }

            AllowNull(inner);
            return inner;
        }

        if (_types.TryGetValue(name.Name, out TypeDefinitionAst? type))
        {
            return type.IsEnum
                ? new JObject { ["type"] = "string", ["enum"] = new JArray(type.Members.Select(member => member.Name)) }
                : Describe(type, member => !member.IsStatic && !member.IsHidden);
        }

        return name.GetReflectionType() is { } known ? OfClrType(known) : [];
    }

    private static JObject OfClrType(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => new JObject { ["type"] = "boolean" },
        TypeCode.Byte => Integer(byte.MinValue, byte.MaxValue),
        TypeCode.UInt16 => Integer(ushort.MinValue, ushort.MaxValue),
        TypeCode.Int16 => Integer(short.MinValue, short.MaxValue),
        TypeCode.UInt32 => Integer(uint.MinValue, uint.MaxValue),
        TypeCode.Int32 => Integer(int.MinValue, int.MaxValue),
        TypeCode.Int64 or TypeCode.UInt64 => new JObject { ["type"] = "integer" },
        TypeCode.Single or TypeCode.Double or TypeCode.Decimal => new JObject { ["type"] = "number" },
        TypeCode.DateTime => new JObject { ["type"] = "string", ["format"] = "date-time" },
        TypeCode.String => new JObject { ["type"] = "string" },
        _ when type.IsEnum => new JObject { ["type"] = "string", ["enum"] = new JArray(Enum.GetNames(type)) },
        _ when typeof(System.Collections.IDictionary).IsAssignableFrom(type) => new JObject { ["type"] = "object" },
        _ => [],
    };

    private static JObject Integer(long minimum, long maximum) =>
        new() { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum };

    private static void Constrain(PropertyMemberAst member, JObject schema)
    {
        JObject target = schema["items"] as JObject ?? schema;
        foreach (AttributeAst attribute in member.Attributes)
        {
            object?[] values = [.. attribute.PositionalArguments.Select(argument => argument.SafeGetValue())];
            switch (attribute.TypeName.Name.ToUpperInvariant(), values)
            {
                case ("VALIDATESET", _):
                    target["enum"] = new JArray(values.OfType<object>());
                    break;
                case ("VALIDATERANGE", [var minimum, var maximum]):
                    target["minimum"] = JToken.FromObject(minimum!);
                    target["maximum"] = JToken.FromObject(maximum!);
                    break;
                case ("VALIDATEPATTERN", [string pattern]):
                    target["pattern"] = pattern;
                    break;
                case ("VALIDATELENGTH", [var minimum, var maximum]):
                    target["minLength"] = JToken.FromObject(minimum!);
                    target["maxLength"] = JToken.FromObject(maximum!);
                    break;
                case ("VALIDATECOUNT", [var minimum, var maximum]):
                    schema["minItems"] = JToken.FromObject(minimum!);
                    schema["maxItems"] = JToken.FromObject(maximum!);
                    break;
                case ("VALIDATENOTNULLOREMPTY", _) when target["type"]?.ToString() == "string":
                    target["minLength"] = 1;
                    break;
            }
        }

        if (member.InitialValue is { } initial && Constant(initial) is { } value)
        {
            schema["default"] = value;
        }
    }

    /// <summary>
    /// A property that nobody has to give a value, and that has none of its own, is null in what a resource gives back.
    /// </summary>
    private bool MayBeNull(PropertyMemberAst member, JObject schema) =>
        member.InitialValue is null
        && !IsSet(member, "Key")
        && !IsSet(member, "Mandatory")
        && schema["type"] is JArray or JValue { Value: "string" or "array" or "object" }
        && !(_types.TryGetValue(member.PropertyType?.TypeName.Name ?? string.Empty, out TypeDefinitionAst? type) && type.IsEnum);

    private static void AllowNull(JObject schema)
    {
        if (schema["type"] is not JArray)
        {
            schema["type"] = new JArray(schema["type"]!, "null");
        }

        if (schema["enum"] is JArray values && values.All(value => value.Type != JTokenType.Null))
        {
            values.Add(JValue.CreateNull());
        }
    }

    private static JToken? Constant(ExpressionAst expression)
    {
        try
        {
            return expression.SafeGetValue() is { } value ? JToken.FromObject(value) : null;
        }
        catch (InvalidOperationException)
        {
            // An expression: the default is not known before it runs. An enum's member is, by its name.
            return expression is MemberExpressionAst { Static: true, Member: StringConstantExpressionAst member } ? member.Value : null;
        }
    }

    private IEnumerable<TypeDefinitionAst> Lineage(TypeDefinitionAst type)
    {
        for (TypeDefinitionAst? current = type; current is not null;)
        {
            yield return current;
            current = current.BaseTypes.Select(constraint => _types.GetValueOrDefault(constraint.TypeName.Name)).FirstOrDefault(known => known is not null);
        }
    }

    private static AttributeAst? Attribute(PropertyMemberAst member, string name) =>
        member.Attributes.FirstOrDefault(attribute => attribute.TypeName.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsSet(PropertyMemberAst member, string flag) =>
        Attribute(member, "DscProperty")?.NamedArguments.Any(argument => argument.ArgumentName.Equals(flag, StringComparison.OrdinalIgnoreCase)) == true;
}
