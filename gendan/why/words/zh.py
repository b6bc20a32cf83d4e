"""订单经过前后的用语（中文）。[ ] 中有未知的值时，整段略去。 The phrases in Chinese."""

PHRASES = {
    "by": "，{person} 经办",
    "asked": "请求：{route}",
    "folded": "  … 另有 {count} 行命令、核查与计算：{how} 显示全部",
    "same": "（{count} 次）",
    "customer": "客户 {customer}",
    "customer_po": "客户单号 {customer_po}",
    "value": "金额 {value}",
    "hours": "{hours} 小时",
    "days": "{days} 天 {hours} 小时",
}
